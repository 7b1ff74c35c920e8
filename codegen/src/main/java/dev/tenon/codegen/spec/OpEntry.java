package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Kink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operator of a spec: what all have, and what only its kind has. */
public sealed interface OpEntry {
    /** The word in {@code grad_fn} for an operator that has no backward function of its own. */
    String PARTS = "parts";

    /** The word in {@code kernels} that has the CPU compute an operator for another device. */
    String HOST = "host";

    /** An operator with kernels or a view of its own. */
    sealed interface Primitive extends OpEntry {
        /** A hand-written shape and dtype rule, {@code ShapeRules.name}, or null. */
        default @Nullable String rule() {
            return null;
        }
    }

    /**
     * One formula of the elements.
     *
     * @param formula by enum constant; the key {@code ""} holds an only formula
     * @param integer the formulas where the compute dtype is an integer one and they are others, keyed like {@code formula}
     * @param kinks where the formula is not differentiable, with the subgradient that holds there
     * @param grad gradients by parameter that replace the symbolic derivative, in the parameters, {@code g} and {@code output}
     */
    record Pointwise(OpHead head, Map<String, Expr> formula, Map<String, Expr> integer, List<Kink> kinks, Map<String, Expr> grad,
        Map<String, Expr> backward, @Nullable String rule, @Nullable InPlace inplace) implements Primitive {}

    /** Initial value, map, combination and finish over some dimensions. */
    record Reduction(OpHead head, Reduce reduce, Map<String, Expr> backward, Map<String, Expr> saved, @Nullable Expr fusedBackward,
        @Nullable String rule) implements Primitive {
        /** What its shape is computed by, {@code reduced(sizes, dim, keepdim)}; null where it is anything else. */
        public Expr.@Nullable Call reduced() {
            Map<String, Expr> named = new HashMap<>();
            var value = shape();
            for (; value instanceof Expr.Let let; value = let.body()) {
                named.put(let.name(), let.value());
            }
            while (value instanceof Expr.Name name && named.containsKey(name.name())) {
                value = named.get(name.name());
            }
            boolean complete = value instanceof Expr.Call call && call.function().equals(ShapeFunction.REDUCED.text())
                && call.args().size() == ShapeFunction.REDUCED.args().size();
            return complete ? (Expr.Call) value : null;
        }

        /** The dimensions that are folded: a list or an integer of attributes and literals; null for all. */
        public @Nullable Expr folded() {
            var reduced = reduced();
            if (reduced != null) {
                return reduced.args().get(1) instanceof Expr.NullLit ? null : reduced.args().get(1);
            }
            return rule() == null ? null : sig().attributes().stream().filter(Param::namesDimensions).findFirst()
                .map(param -> (Expr) new Expr.Name(param.name(), param.at())).orElse(null);
        }
    }

    /**
     * A kernel class for each backend.
     *
     * @param cpuKernel the class; null only in an entry with that mistake
     * @param writes the tensor parameters that the kernel writes into
     */
    record Native(OpHead head, @Nullable String cpuKernel, GpuKernel gpuKernel, List<String> writes, Map<String, Expr> backward,
        Map<String, Expr> saved, @Nullable Expr fusedBackward, @Nullable String rule, @Nullable InPlace inplace) implements Primitive {}

    /** What computes a native operator for tensors of a GPU. */
    sealed interface GpuKernel {
        /** A hand-written kernel. */
        record Written(String name) implements GpuKernel {}

        /** The CPU. */
        record Host() implements GpuKernel {}

        /** Nothing. */
        record None() implements GpuKernel {}
    }

    /**
     * Sizes, strides and offset of an existing storage.
     *
     * @param view a hand-written rule: {@code ViewRules.name}
     */
    record View(OpHead head, String view, Map<String, Expr> backward, Map<String, Expr> saved) implements Primitive {}

    /**
     * Made of other operators.
     *
     * @param fusedForward the call of a native operator that computes the same as the body
     * @param backward gradients of its own, in place of those of its parts; empty if it has none
     */
    record Composite(OpHead head, Body body, @Nullable Expr fusedForward, @Nullable InPlace inplace, Map<String, Expr> backward,
        Map<String, Expr> saved) implements OpEntry {}

    /** What a composite is made of. */
    sealed interface Body {
        /** A tensor expression. */
        record Written(Expr expr) implements Body {}

        /** A hand-written Java method: {@code Composites.name}. */
        record ByHand(String method) implements Body {}
    }

    /** What entries of every kind have. */
    OpHead head();

    /** Gradients by parameter as tensor expressions. */
    Map<String, Expr> backward();

    /** Values that gradients have in common, by name. */
    default Map<String, Expr> saved() {
        return Map.of();
    }

    /** The call that computes all gradients in one kernel, or null. */
    default @Nullable Expr fusedBackward() {
        return null;
    }

    /** The variant in place, or null where there is none. */
    default @Nullable InPlace inplace() {
        return null;
    }

    default Kind kind() {
        return switch (this) {
            case Pointwise _ -> Kind.POINTWISE;
            case Reduction _ -> Kind.REDUCTION;
            case Native _ -> Kind.NATIVE;
            case View _ -> Kind.VIEW;
            case Composite _ -> Kind.COMPOSITE;
        };
    }

    /** Whether the CPU computes it for tensors of a GPU. */
    default boolean isOnHost() {
        return this instanceof Native kernel && kernel.gpuKernel() instanceof GpuKernel.Host;
    }

    // ---- what the head says -----------------------------------------------------------------------------------------

    default String key() {
        return head().key();
    }

    default Signature sig() {
        return head().sig();
    }

    default String doc() {
        return head().doc();
    }

    default @Nullable String source() {
        return head().source();
    }

    default String javaName() {
        return head().javaName();
    }

    default String recordName() {
        return head().recordName();
    }

    default List<Require> requires() {
        return head().requires();
    }

    default @Nullable Expr shape() {
        return head().shape();
    }

    default @Nullable Expr dtype() {
        return head().dtype();
    }

    default @Nullable SourceText example() {
        return head().example();
    }

    default boolean internal() {
        return head().internal();
    }

    default Position at() {
        return head().at();
    }

    /** Why there is no kernel of its own for this backend, or null. */
    default @Nullable String missingReason(String backend) {
        return head().missing().getOrDefault(backend, head().missing().get("*"));
    }

    /** The key without the tag of an overload: the name under which PyTorch has it. */
    default String name() {
        int tag = key().indexOf('/');
        return tag < 0 ? key() : key().substring(0, tag);
    }

    /** The spec file that it is in, by its plain name: {@code conv} for {@code META-INF/tenon/ops/conv.yaml}. */
    default String topic() {
        var file = at().file().substring(at().file().lastIndexOf('/') + 1);
        int end = file.indexOf('.');
        return end < 0 ? file : file.substring(0, end);
    }

    /** The key as tensor expressions write it: {@code max_dim} for {@code max/dim}. */
    default String callName() {
        return key().replace('/', '_');
    }

    /** The parameter of this name, or null. */
    default @Nullable Param param(String name) {
        for (var param : sig().params()) {
            if (param.name().equals(name)) {
                return param;
            }
        }
        return null;
    }

    /** Why the gradient of this parameter is, on purpose, not the derivative; null if it is. */
    default @Nullable String surrogateReason(String param) {
        return head().surrogate().getOrDefault(param, head().surrogate().get("*"));
    }

    /** Why this parameter has no gradient, or null if it has one. */
    default @Nullable String nogradReason(String param) {
        return head().nograd().getOrDefault(param, head().nograd().get("*"));
    }
}
