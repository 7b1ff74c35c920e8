package dev.tenon.codegen.expr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a language writes a function of elements. */
public sealed interface FunctionForm {
    /**
     * A call with all operands.
     *
     * @param owner the Java class whose method it is; null for a function of CUDA
     */
    record Call(@Nullable String owner, String name) implements FunctionForm {}

    /** A text over the operands: {@code ({0} & {1})}. */
    record Text(String template) implements FunctionForm {
        /** Whether it is an operand itself, or a constant. */
        public boolean isPlain() {
            return isConstant() || template.equals("{0}");
        }

        public boolean isConstant() {
            return template.indexOf('{') < 0;
        }
    }

    /** The form of a row of the table: {@code Math.sin({0})} is a call, {@code ~({0})} is none. */
    static @Nullable FunctionForm of(@Nullable String template) {
        if (template == null) {
            return null;
        }
        int dot = template.indexOf('.');
        int open = template.indexOf('(');
        return dot > 0 && dot < open ? new Call(template.substring(0, dot), template.substring(dot + 1, open)) : new Text(template);
    }

    /** A template with its operands. */
    static String fill(String template, List<String> args) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int at = template.indexOf('{'); at >= 0; at = template.indexOf('{', at + 1)) {
            boolean hole = at + 2 < template.length() && Character.isDigit(template.charAt(at + 1)) && template.charAt(at + 2) == '}';
            if (hole) {
                parts.add(template.substring(from, at));
                parts.add(args.get(template.charAt(at + 1) - '0'));
                from = at + 3;
                at += 2;
            }
        }
        parts.add(template.substring(from));
        return String.join("", parts);
    }
}
