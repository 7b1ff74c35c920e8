package dev.tenon.codegen.emit.shape;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Template;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** The text of an error as a Java expression: the rule that does not hold, and the values in it. */
public final class RuleMessage {
    private final CodeBlock.Builder code = CodeBlock.builder();
    private String text;
    private boolean hasValues;

    private RuleMessage(String text) {
        this.text = text;
    }

    /**
     * The message of a requirement.
     *
     * @param prefix what comes before it
     * @param values the values of names, told where the requirement itself tells none
     * @param translator the Java of a value that the text tells
     */
    public static CodeBlock of(String prefix, Require require, Map<String, CodeBlock> values, Function<Expr, Code> translator) {
        var template = require.message();
        if (template != null && template.hasValues()) {
            return text(prefix, template, translator);
        }
        var message = new RuleMessage(prefix + (template == null ? require.line() + " must hold" : template.plain()));
        values.forEach(message::value);
        return message.code();
    }

    /**
     * The message of a requirement on settings, which are plain Java values, and the way out.
     *
     * @param translator the Java of a value that the text tells, as an operand of a sum
     */
    public static CodeBlock withHint(String prefix, Require require, Map<String, CodeBlock> values, Function<Expr, CodeBlock> translator) {
        var template = require.message();
        var message = new RuleMessage(prefix);
        if (template == null) {
            message.text += require.line() + " must hold";
        } else {
            message.add(template, translator);
        }
        if (template == null || !template.hasValues()) {
            values.forEach(message::value);
        }
        if (require.hint() != null) {
            message.text += "\n  try:   ";
            message.add(require.hint(), translator);
        }
        return message.ended();
    }

    /** A text with its values. */
    static CodeBlock text(String prefix, Template template, Function<Expr, Code> translator) {
        var message = new RuleMessage(prefix);
        message.add(template, value -> shown(translator.apply(value)));
        return message.ended();
    }

    private void add(Template template, Function<Expr, CodeBlock> translator) {
        for (var part : template.parts()) {
            text += part.text();
            if (part.value() != null) {
                add(translator.apply(part.value()));
            }
        }
    }

    private static CodeBlock shown(Code value) {
        return switch (value.type()) {
            case LONGS -> CodeBlock.of("$T.toString($L)", Arrays.class, value.text());
            case TENSOR -> CodeBlock.of("$T.describe($L)", Names.core("Operand"), value.text());
            default -> value.within(Code.PREFIX);
        };
    }

    private void value(String name, CodeBlock value) {
        text += (hasValues ? ", " : ", got ") + name + " = ";
        add(value);
    }

    private void add(CodeBlock value) {
        code.add(hasValues ? " + $S +$W$L" : "$S +$W$L", text, value);
        text = "";
        hasValues = true;
    }

    private CodeBlock code() {
        return hasValues ? code.build() : CodeBlock.of("$S", text);
    }

    private CodeBlock ended() {
        return text.isEmpty() ? code.build() : hasValues ? code.add(" + $S", text).build() : CodeBlock.of("$S", text);
    }
}
