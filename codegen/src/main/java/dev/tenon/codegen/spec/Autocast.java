package dev.tenon.codegen.spec;

/** What becomes of an operator's operands within mixed precision. */
public enum Autocast {
    /** They are of the lower precision: products of matrices, which gain most and sum in float. */
    LOWER("lower"),
    /** They are of float32: what would leave the range or lose its digits. */
    FLOAT32("float32");

    private final String text;

    Autocast(String text) {
        this.text = text;
    }

    /** The word in specs. */
    public String text() {
        return text;
    }
}
