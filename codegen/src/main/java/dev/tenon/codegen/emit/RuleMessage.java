package dev.tenon.codegen.emit;

import com.palantir.javapoet.CodeBlock;

/** The text of an error as a Java expression: the rule that does not hold, and the values in it. */
final class RuleMessage {
    private final CodeBlock.Builder code = CodeBlock.builder();
    private String text;
    private boolean hasValues;

    RuleMessage(String rule) {
        this.text = rule;
    }

    /** Tells the value of a name in the rule. */
    void value(String name, CodeBlock value) {
        text += (hasValues ? ", " : ", got ") + name + " = ";
        code.add(hasValues ? " + $S +$W$L" : "$S +$W$L", text, value);
        text = "";
        hasValues = true;
    }

    CodeBlock code() {
        return hasValues ? code.build() : CodeBlock.of("$S", text);
    }
}
