package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator's example calls it with: the statements before the call, and its operands.
 *
 * @param statements what the operands are made of
 * @param operands the tensors, in the signature's order
 */
public record ExampleInputs(List<String> statements, List<String> operands) {
    private static final String PRINT = "println(";

    /** Those of an example that ends in printing a call, {@code println(input.name(target))} or {@code println(MyOps.name(input, target))}. */
    public static ExampleInputs of(Library library, OpEntry op, String example, int count) {
        var lines = new ArrayList<>(example.strip().lines().map(String::strip).toList());
        var last = lines.removeLast();
        var name = "." + op.javaName() + "(";
        int call = last.lastIndexOf(name);
        if (!last.startsWith(PRINT) || call < 0) {
            var form = library.fluent() == null ? library.api().simpleName() + name + "input, " : "input" + name;
            throw new IllegalArgumentException(op.at() + ": the example of " + op.key()
                + " does not tell the inputs of its layer\n    fix: end it with 'println(" + form + "...));'");
        }
        var operands = new ArrayList<String>();
        var receiver = last.substring(PRINT.length(), call);
        if (!receiver.equals(library.api().simpleName())) {
            operands.add(receiver);
        }
        operands.addAll(arguments(last.substring(call + name.length())));
        return new ExampleInputs(lines, operands.subList(0, count));
    }

    /** What stands between commas, up to the parenthesis that closes the call. */
    private static List<String> arguments(String text) {
        var arguments = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (depth < 0 || depth == 0 && c == ',') {
                arguments.add(text.substring(from, i).strip());
                from = i + 1;
            }
            if (depth < 0) {
                break;
            }
        }
        return arguments;
    }
}
