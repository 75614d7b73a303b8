# Reference values of log-rank tests: Rscript log_rank.R > log_rank.csv   (in this folder)
suppressMessages(library(survival))
source("synthetic.R")

test <- function(case, formula, d, rho = 0) {
  f <- survdiff(formula, data = d, rho = rho)
  emit(case, "observed", if (is.matrix(f$obs)) rowSums(f$obs) else f$obs)
  emit(case, "expected", if (is.matrix(f$exp)) rowSums(f$exp) else f$exp)
  emit(case, "variance", f$var)
  emit(case, "test", c(f$chisq, length(f$n) - 1, f$pvalue))
}

for (kind in c("tied", "distinct")) {
  d <- cohort(kind, 150, 7)
  test(paste(kind, "three groups"), Surv(time, event) ~ group, d)
  test(paste(kind, "three groups strata"), Surv(time, event) ~ group + strata(stratum), d)
  for (rho in c(1, 0.5)) {
    test(paste(kind, "rho", rho), Surv(time, event) ~ group, d, rho)
    test(paste(kind, "strata rho", rho), Surv(time, event) ~ group + strata(stratum), d, rho)
  }
  test(paste(kind, "two groups"), Surv(time, event) ~ group, d[d$group < 3, ])
  d$event[d$group == 2] <- 0
  test(paste(kind, "one group without events"), Surv(time, event) ~ group, d)
}

# with delayed entry: the score test of the Cox model at coefficients 0
d <- cohort("distinct", 150, 7)
control <- coxph.control(iter.max = 50, eps = 1e-14, toler.chol = 1e-15)
emit("distinct entry", "score", coxph(Surv(entry, time, event) ~ factor(group), d, control = control)$score)
emit("distinct entry strata", "score",
     coxph(Surv(entry, time, event) ~ factor(group) + strata(stratum), d, control = control)$score)
