package dev.tenon.codegen.diagnostic;

import java.util.Locale;

/** Whether a finding ends the build. */
public enum Severity {
    ERROR, WARNING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
