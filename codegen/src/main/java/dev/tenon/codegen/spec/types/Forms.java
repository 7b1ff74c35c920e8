package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.List;

/** How diagnostics write the form of an operator: {@code clamp(input, min = null, max = null)}. */
public final class Forms {
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

    public static List<String> names(List<Param> params) {
        return params.stream().map(Param::name).toList();
    }
}
