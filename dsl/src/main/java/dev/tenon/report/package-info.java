/** A page about a training: {@link dev.tenon.report.Report}. */
@NullMarked
package dev.tenon.report;

import org.jspecify.annotations.NullMarked;
