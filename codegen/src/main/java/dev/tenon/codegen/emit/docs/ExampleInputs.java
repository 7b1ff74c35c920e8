package dev.tenon.codegen.emit.docs;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's example calls it with: the statements before the call, and its operands.
 *
 * @param statements what the operands are made of
 * @param operands the tensors, in the signature's order
 */
public record ExampleInputs(List<String> statements, List<String> operands) {
    private static final String PRINT = "println(";

    /** Those of an example that ends in printing a call, {@code println(input.name(target))} or {@code println(Api.name(input, target))}; null
     * if it does not. */
    public static @Nullable ExampleInputs of(OpEntry op, String example, int count, ClassName api) {
        var lines = new ArrayList<>(example.strip().lines().map(String::strip).toList());
        var last = lines.removeLast();
        var name = "." + op.javaName() + "(";
        int call = last.lastIndexOf(name);
        if (!last.startsWith(PRINT) || call < 0) {
            return null;
        }
        var operands = new ArrayList<String>();
        var owner = last.substring(PRINT.length(), call);
        if (!owner.equals(api.simpleName()) && !owner.equals(api.canonicalName())) {
            operands.add(owner);
        }
        operands.addAll(arguments(last.substring(call + name.length())));
        return operands.size() < count ? null : new ExampleInputs(lines, operands.subList(0, count));
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
