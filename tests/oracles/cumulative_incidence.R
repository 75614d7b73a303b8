# Reference values of cumulative incidence and Gray's test: Rscript cumulative_incidence.R > cumulative_incidence.csv
suppressMessages(library(cmprsk))
source("synthetic.R")

TIMES <- c(1, 3, 5, 10, 20, 30)

curves <- function(case, d) {
  p <- timepoints(cuminc(d$time, d$cause), TIMES)
  emit(case, "incidence", t(p$est))
  emit(case, "variance", t(p$var))
}

gray <- function(case, d, ...) emit(case, "gray", t(cuminc(d$time, d$cause, group = d$group, ...)$Tests[, c("stat", "df")]))

for (kind in c("tied", "distinct")) {
  d <- cohort(kind, 150, 3)
  curves(kind, d)
  gray(paste(kind, "three groups"), d)
  gray(paste(kind, "two groups"), d[d$group < 3, ])
  gray(paste(kind, "strata"), d, strata = d$stratum)
  gray(paste(kind, "rho 1"), d, rho = 1)
}
d <- cohort("tied", 12, 5)
curves("twelve", d)
curves("one cause", transform(cohort("tied", 60, 9), cause = event))
