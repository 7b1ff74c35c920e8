/** A page about a training: {@link dev.tenon.train.report.Report}, kept up to date by {@link dev.tenon.train.report.ReportFile}. */
@NullMarked
package dev.tenon.train.report;

import org.jspecify.annotations.NullMarked;
