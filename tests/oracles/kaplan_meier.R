# Reference values of Kaplan-Meier curves: Rscript kaplan_meier.R > kaplan_meier.csv   (in this folder)
suppressMessages(library(survival))
source("synthetic.R")

curve <- function(case, formula, d, conf.type, weights = NULL, horizon = NULL) {
  d$w <- if (is.null(weights)) rep(1, nrow(d)) else weights
  f <- survfit(formula, data = d, weights = w, conf.type = conf.type, robust = FALSE)
  for (name in c("time", "n.risk", "n.event", "n.censor", "surv", "lower", "upper")) emit(case, name, f[[name]])
  emit(case, "std.err", f$std.err * f$surv)
  q <- quantile(f, c(0.25, 0.5, 0.75))
  for (name in c("quantile", "lower", "upper")) emit(case, paste0("quantile.", name), q[[name]])
  if (!is.null(horizon)) emit(case, "rmean", survival:::survmean(f, rmean = horizon)$matrix[c("rmean", "se(rmean)")])
}

for (kind in c("tied", "distinct")) {
  d <- cohort(kind, if (kind == "tied") 60 else 30, 42)
  for (conf.type in c("log", "log-log", "plain")) {
    curve(paste(kind, conf.type), Surv(time, event) ~ 1, d, conf.type, horizon = 25)
  }
  curve(paste(kind, "counts"), Surv(time, event) ~ 1, d, "log", d$weight, horizon = 25)
  curve(paste(kind, "shares"), Surv(time, event) ~ 1, d, "log", d$share, horizon = 25)
  curve(paste(kind, "entry"), Surv(entry, time, event) ~ 1, d, "log-log")
  curve(paste(kind, "entry shares"), Surv(entry, time, event) ~ 1, d, "log", d$share)
  curve(paste(kind, "reverse"), Surv(time, 1 - event) ~ 1, d, "log")
}

d <- data.frame(time = c(3, 5, 5, 8), event = 0)
curve("all censored", Surv(time, event) ~ 1, d, "log")
d <- data.frame(time = c(1, 2, 3, 4), event = 1)
curve("half by two", Surv(time, event) ~ 1, d, "plain", horizon = 3.5)
d <- data.frame(time = c(1, 2, 3, 4), event = c(1, 1, 0, 0))
curve("flat at a half to the end", Surv(time, event) ~ 1, d, "plain")
d <- data.frame(time = c(2, 4, 6, 6, 9, 11, 12, 15, 15, 20), event = c(1, 0, 1, 1, 0, 1, 1, 0, 1, 1))
for (conf.type in c("log", "log-log", "plain")) curve(paste("ten", conf.type), Surv(time, event) ~ 1, d, conf.type)
