package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Kink;
import dev.tenon.codegen.spec.FoldGradient;
import dev.tenon.codegen.spec.InPlace;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.OpHead;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.Signature;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an operator of its fields that only its kind has. */
final class KindReader {
    private final Fields fields;
    private final Lets lets;
    private final EarlierFormulas formulas;
    private final PhraseReader phrases;

    KindReader(Fields fields, Lets lets, EarlierFormulas formulas, Diagnostics diagnostics) {
        this.fields = fields;
        this.lets = lets;
        this.formulas = formulas;
        this.phrases = new PhraseReader(diagnostics);
    }

    /** The operator, or null if what it computes cannot be read. */
    @Nullable OpEntry read(Kind kind, OpHead head) {
        return switch (kind) {
            case POINTWISE -> new OpEntry.Pointwise(head, formulas(), lets.before(fields.exprOrExprs("integer")), kinks(),
                lets.before(fields.exprs("grad")), backward(), method("rule"), inplace());
            case REDUCTION -> reduction(head);
            case NATIVE -> nativeKernels(head);
            case VIEW -> {
                var view = method("view");
                yield view == null ? null : new OpEntry.View(head, view, backward(), fields.exprs("saved"));
            }
            case COMPOSITE -> {
                var body = body();
                yield body == null ? null : new OpEntry.Composite(head, body, fusedForward(head.sig()), inplace(), backward(),
                    fields.exprs("saved"));
            }
            case UPDATE -> throw new IllegalArgumentException(head.key() + " is an optimizer");
        };
    }

    private OpEntry.@Nullable Reduction reduction(OpHead head) {
        var text = fields.text("reduce");
        var reduce = text == null ? null : phrases.reduce(text);
        return reduce == null ? null
            : derived(new OpEntry.Reduction(head, reduce, backward(), fields.exprs("saved"), fusedBackward(), method("rule")));
    }

    /** With the gradients that are not written and follow from the parts. */
    private static OpEntry.Reduction derived(OpEntry.Reduction op) {
        Map<String, Expr> gradients = new LinkedHashMap<>(op.backward());
        boolean differentiable = op.sig().results().stream().anyMatch(Result::differentiable);
        for (var param : op.sig().tensors()) {
            if (differentiable && param.tensor().differentiable() && op.nogradReason(param.name()) == null
                && !gradients.containsKey(param.name())) {
                var gradient = FoldGradient.of(op, param);
                if (gradient != null) {
                    gradients.put(param.name(), gradient);
                }
            }
        }
        return new OpEntry.Reduction(op.head(), op.reduce(), gradients, op.saved(), op.fusedBackward(), op.rule());
    }

    private OpEntry.Native nativeKernels(OpHead head) {
        var text = fields.text("kernels");
        var kernels = text == null ? Map.<String, String>of() : phrases.kernels(text);
        var cuda = kernels.get("cuda");
        var gpu = cuda == null ? new OpEntry.GpuKernel.None()
            : cuda.equals(OpEntry.HOST) ? new OpEntry.GpuKernel.Host() : new OpEntry.GpuKernel.Written(cuda);
        return new OpEntry.Native(head, kernels.get("cpu"), gpu, fields.strings("writes"), backward(), fields.exprs("saved"),
            fusedBackward(), method("rule"), inplace());
    }

    private Map<String, Expr> formulas() {
        var inlined = new LinkedHashMap<String, Expr>();
        lets.before(fields.exprOrExprs("formula")).forEach((constant, formula) -> inlined.put(constant, formulas.inlined(formula)));
        return inlined;
    }

    private List<Kink> kinks() {
        var kinks = new ArrayList<Kink>();
        fields.each("kinks", (where, subgradient) -> {
            var kink = phrases.kink(where, subgradient);
            if (kink != null) {
                kinks.add(kink);
            }
        });
        return kinks;
    }

    private OpEntry.@Nullable Body body() {
        var method = method("java_body");
        if (method != null) {
            return new OpEntry.Body.ByHand(method);
        }
        var expr = fields.has("body") ? fields.expr("body") : null;
        return expr == null ? null : new OpEntry.Body.Written(lets.before(expr));
    }

    private Map<String, Expr> backward() {
        Map<String, Expr> backward = new LinkedHashMap<>(fields.exprs("adjoint"));
        backward.putAll(fields.exprs("backward"));
        return lets.before(backward);
    }

    private @Nullable Expr fusedBackward() {
        return fields.isText("fused") ? null : fields.exprs("fused").get("backward");
    }

    /** A native operator with the same parameters may be given by its name only. */
    private @Nullable Expr fusedForward(Signature sig) {
        var forward = fields.isText("fused") ? fields.expr("fused") : fields.exprs("fused").get("forward");
        if (forward instanceof Expr.Name name) {
            var args = sig.params().stream().map(p -> (Expr) new Expr.Name(p.name(), name.at())).toList();
            return new Expr.Call(name.name(), args, Map.of(), name.at());
        }
        return forward;
    }

    /** A flag says that there is a variant in place; a method that it is written by hand. */
    private @Nullable InPlace inplace() {
        var text = fields.text("inplace");
        if (text != null && text.value().indexOf('.') >= 0) {
            var method = phrases.method(text);
            return method == null ? null : new InPlace(method);
        }
        return fields.flag("inplace", false) ? new InPlace(null) : null;
    }

    private @Nullable String method(String name) {
        var text = fields.text(name);
        return text == null ? null : phrases.method(text);
    }
}
