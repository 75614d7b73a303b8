# Reference values of Cox models on the data sets of the R package survival: Rscript public.R > public.csv
# The data themselves are not kept here; the tests read the same tables from the reference data folder.
suppressMessages(library(survival))
source("synthetic.R")

control <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15)

fit <- function(case, formula, d, ties = "efron") {
  environment(formula) <- environment()
  f <- coxph(formula, data = d, ties = ties, control = control)
  emit(case, "n", c(f$n, f$nevent))
  emit(case, "coefficients", f$coefficients)
  emit(case, "errors", sqrt(diag(f$var)))
  emit(case, "log_likelihood", f$loglik)
  emit(case, "tests", c(2 * diff(f$loglik), f$wald.test, f$score))
  emit(case, "concordance", f$concordance[c("concordant", "discordant", "tied.x", "concordance")])
  emit(case, "zph.km", cox.zph(f, terms = FALSE)$table[, "chisq"])
}

fit("lung", Surv(time, status == 2) ~ age + sex + ph.ecog, lung)
fit("lung breslow", Surv(time, status == 2) ~ age + sex + ph.ecog, lung, "breslow")
fit("veteran", Surv(time, status) ~ trt + karno + age, veteran)
fit("veteran strata", Surv(time, status) ~ trt + karno + age + strata(celltype), veteran)
fit("colon", Surv(time, status) ~ age + node4 + I(rx == "Lev") + I(rx == "Lev+5FU"), subset(colon, etype == 2))
fit("pbc", Surv(time, status == 2) ~ age + edema + bili + protime + albumin, pbc)

# bilirubin and albumin as they change from visit to visit
later <- c(pbcseq$day[-1], NA)
last <- c(pbcseq$id[-1] != pbcseq$id[-nrow(pbcseq)], TRUE)
pbcseq$stop <- ifelse(last, pbcseq$futime, later)
pbcseq$died <- last & pbcseq$status == 2
visits <- subset(pbcseq, stop > day)
fit("pbcseq", Surv(day, stop, died) ~ age + bili + albumin, visits)
