package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.regex.Pattern;

/** The check of {@code grad_fn}: names that PyTorch can have, of attributes that can be absent. */
final class GradFnCheck {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*Backwards?[0-9]*(_copy)?");

    private final OpEntry op;
    private final Fields fields;
    private final Diagnostics diagnostics;

    GradFnCheck(OpEntry op, Fields fields, Diagnostics diagnostics) {
        this.op = op;
        this.fields = fields;
        this.diagnostics = diagnostics;
    }

    void run() {
        if (!fields.isText("grad_fn")) {
            fields.each("grad_fn", this::check);
            return;
        }
        var name = fields.text("grad_fn");
        if (name != null && !(name.value().equals(OpEntry.PARTS) && op instanceof OpEntry.Composite)) {
            checkName(name);
        }
    }

    private void check(SourceText attribute, SourceText name) {
        var known = op.sig().attributes().stream().filter(Param::isNullable).map(Param::name).toList();
        if (!known.contains(attribute.value())) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, attribute.at(0), attribute.value(), known,
                known.isEmpty() ? "no attribute can be null" : String.join(", ", known));
        }
        checkName(name);
    }

    private void checkName(SourceText name) {
        if (!NAME.matcher(name.value()).matches()) {
            diagnostics.report(Diagnostic.JAVA_NAME, name.at(0), name.value(), "name of a backward function",
                "write the one that PyTorch prints, such as MseLossBackward0"
                    + (op instanceof OpEntry.Composite ? ", or 'parts' where that is the last part's" : ""));
        }
    }
}
