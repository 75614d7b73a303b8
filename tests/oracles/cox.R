# Reference values of Cox models: Rscript cox.R > cox.csv   (in this folder)
suppressMessages(library(survival))
source("synthetic.R")

control <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15)

fit <- function(case, formula, d, ties, weights = NULL, residuals = FALSE) {
  environment(formula) <- environment()  # residuals() and cox.zph() look for d and w again
  d$w <- if (is.null(weights)) rep(1, nrow(d)) else weights
  f <- coxph(formula, data = d, weights = w, ties = ties, control = control, robust = FALSE, x = TRUE, y = TRUE)
  emit(case, "coefficients", f$coefficients)
  emit(case, "covariance", f$var)
  emit(case, "log_likelihood", f$loglik)
  emit(case, "tests", c(2 * diff(f$loglik), f$wald.test, f$score))
  emit(case, "concordance", f$concordance[c("concordant", "discordant", "tied.x", "concordance")])
  if (residuals) {
    emit(case, "martingale", residuals(f, type = "martingale"))
    emit(case, "schoenfeld", t(residuals(f, type = "schoenfeld")))
  }
  for (transform in c("km", "identity", "rank", "log")) {
    emit(case, paste0("zph.", transform), cox.zph(f, transform = transform, terms = FALSE)$table[, "chisq"])
  }
}

for (kind in c("tied", "distinct")) {
  d <- cohort(kind, 80, 11)
  for (ties in if (kind == "tied") c("efron", "breslow") else "efron") {
    case <- function(...) paste(kind, ties, ...)
    fit(case("plain"), Surv(time, event) ~ x1 + x2 + x3, d, ties, residuals = TRUE)
    fit(case("strata"), Surv(time, event) ~ x1 + x2 + x3 + strata(stratum), d, ties)
    fit(case("entry"), Surv(entry, time, event) ~ x1 + x2 + x3, d, ties)
    fit(case("counts"), Surv(time, event) ~ x1 + x2 + x3, d, ties, d$weight)
    fit(case("shares"), Surv(time, event) ~ x1 + x2 + x3, d, ties, d$share)
    fit(case("all"), Surv(entry, time, event) ~ x1 + x2 + x3 + strata(stratum), d, ties, d$share, residuals = TRUE)
    fit(case("one covariate"), Surv(time, event) ~ x1, d, ties)
    s <- split_rows(d)
    fit(case("split"), Surv(entry, time, event) ~ x1 + x2 + x3, s, ties)
  }
}
