package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Printer;
import java.util.ArrayList;
import java.util.List;

/** How diagnostics write the form of an operator: {@code clamp(input, min = null, max = null)}. */
final class Forms {
    private Forms() {}

    static String of(OpEntry op) {
        var params = new ArrayList<String>();
        for (var param : op.sig().params()) {
            params.add(param.name() + (param.defaultValue() == null ? "" : " = " + Printer.print(param.defaultValue())));
        }
        return op.callName() + "(" + String.join(", ", params) + ")";
    }

    static String of(List<OpEntry> overloads) {
        return String.join(" or ", overloads.stream().map(Forms::of).toList());
    }

    static List<String> names(List<Param> params) {
        return params.stream().map(Param::name).toList();
    }
}
