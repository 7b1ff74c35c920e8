package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Spec;
import dev.tenon.codegen.spec.UpdateEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One library of operators while its files are written: its spec, where its classes go, and the operators its expressions may call.
 *
 * @param spec the operators to write
 * @param api the class of static methods; those of internal operators are in a class of their own beside it
 * @param fluent the class of fluent methods, or null
 * @param records the package of the operator records
 * @param optimizers the package of the optimizers' settings
 * @param kernels the package of the CPU kernels, or null if they are written elsewhere
 * @param natives where the hand-written kernels are
 * @param known every operator that expressions may call, by the name they call it, overloads in order
 * @param sharedEnums the shared enums by name
 * @param support where the hand-written classes are that a spec names plainly
 */
public record Library(Spec spec, ClassName api, @Nullable ClassName fluent, String records, String optimizers, @Nullable String kernels,
    Natives natives,
    Map<String, List<Callable>> known, Map<String, ClassName> sharedEnums, Support support) {

    /** From the simple name of a hand-written class in an entry to its full name. */
    @FunctionalInterface
    public interface Support {
        /**
         * The full name.
         *
         * @param topic the topic of the entry, in whose package the class is looked for first
         */
        String find(String topic, String simpleName);

        /**
         * What a static method gives, as far as it is known.
         *
         * @param method {@code Class.method}
         */
        default JavaType result(String topic, String method) {
            return JavaType.UNKNOWN;
        }
    }

    /** An operator that can be called, and the class whose method calls it. */
    public record Callable(OpEntry op, ClassName api, String records) {}

    /** This library with one of its operators only. */
    public Library only(OpEntry op) {
        var part = new Spec(List.of(op), List.of(), spec.enums(), spec.groups());
        return new Library(part, api, fluent, records, optimizers, kernels, natives, known, sharedEnums, support);
    }

    /** Adds operators by their names: {@code max} has all overloads, {@code max_dim} only that one. */
    public static void register(Map<String, List<Callable>> known, List<OpEntry> ops, ClassName api, String records) {
        for (var op : ops) {
            var callable = new Callable(op, home(api, op), records);
            var names = new ArrayList<String>();
            names.add(op.name());
            if (!op.callName().equals(op.name())) {
                names.add(op.callName());
            }
            for (var name : names) {
                known.computeIfAbsent(name, _ -> new ArrayList<>()).add(callable);
            }
        }
    }

    /** The class of an operator's static methods, given the one of the library's own that users call. */
    private static ClassName home(ClassName api, OpEntry op) {
        return op.internal() ? unchecked(api) : api;
    }

    private static ClassName unchecked(ClassName api) {
        return api.peerClass("Unchecked" + api.simpleName());
    }

    /** The class of the internal operators' static methods: their callers have checked for them, and its name says so. */
    public ClassName unchecked() {
        return unchecked(api);
    }

    /** The class of this operator's static methods. */
    public ClassName api(OpEntry op) {
        return home(api, op);
    }

    /** An empty table for {@link #register}. */
    public static Map<String, List<Callable>> noneKnown() {
        return new LinkedHashMap<>();
    }

    /** The first operator of this name. */
    public Callable callable(String name) {
        var overloads = known.get(name);
        if (overloads == null) {
            throw new IllegalArgumentException("unknown operator " + name);
        }
        return overloads.getFirst();
    }

    /** The package of the API class, the rules and the result records. */
    public String apiPackage() {
        return api.packageName();
    }

    public ClassName record(OpEntry op) {
        return ClassName.get(records, op.recordName());
    }

    /** The record of an optimizer's settings. */
    public ClassName options(UpdateEntry update) {
        return ClassName.get(optimizers, update.recordName());
    }

    /** The record of an optimizer's step. */
    public ClassName step(UpdateEntry update) {
        return ClassName.get(records, update.stepRecord());
    }

    /** The class with the optimizers' factories: {@code MyOptimizers} of {@code MyOps}. */
    public ClassName optimizersClass() {
        var name = api.simpleName();
        var stem = name.equals("Ops") ? "Tenon" : name.endsWith("Ops") ? name.substring(0, name.length() - "Ops".length()) : name;
        return ClassName.get(optimizers, stem + "Optimizers");
    }

    public ClassName rule(OpEntry op) {
        return ClassName.get(apiPackage(), op.recordName() + "Rule");
    }

    public ClassName backwardRecord(PointwiseGradients gradients) {
        return ClassName.get(records, gradients.recordName());
    }

    public ClassName result(OpEntry op) {
        return ClassName.get(apiPackage(), op.recordName() + "Result");
    }

    /** The catalogue: {@code OpCatalog} of {@code Ops}, {@code MyOpsCatalog} of {@code MyOps}. */
    public ClassName catalog() {
        return ClassName.get(apiPackage(), api.simpleName().equals("Ops") ? "OpCatalog" : api.simpleName() + "Catalog");
    }

    /** The hand-written class that an operator's entry calls by this simple name. */
    public ClassName owner(OpEntry op, String simpleName) {
        return ClassName.bestGuess(support.find(op.topic(), simpleName));
    }

    /** What a hand-written static method gives that an operator's entry calls. */
    public JavaType result(OpEntry op, String method) {
        return support.result(op.topic(), method);
    }

    /** The class of a hand-written kernel. */
    public ClassName kernel(OpEntry op, String simpleName) {
        var kernel = natives.of(op, simpleName);
        return kernel == null ? owner(op, simpleName) : kernel;
    }

    /** Whether calls of this operator are recorded for backward. */
    public static boolean hasRule(OpEntry op) {
        return (isPrimitive(op) || !op.backward().isEmpty()) && op.sig().results().stream().anyMatch(r -> r.differentiable())
            && op.sig().tensors().stream().anyMatch(p -> isDifferentiable(op, p.name()));
    }

    /** Whether this parameter gets a gradient. */
    public static boolean isDifferentiable(OpEntry op, String param) {
        var found = op.param(param);
        return found != null && found.isTensor() && found.tensor().differentiable() && op.nogradReason(param) == null;
    }

    /** Whether the operator has kernels or a view of its own; a composite is made of others. */
    public static boolean isPrimitive(OpEntry op) {
        return op instanceof OpEntry.Primitive;
    }

    /**
     * Whether it is a part that several composites have, and no call of its own: it has no record, and its errors are its callers'. One that
     * PyTorch has a backward function for is a call.
     */
    public static boolean isPart(OpEntry op) {
        return op instanceof OpEntry.Composite && op.internal() && op.head().gradFn().isEmpty() && op.backward().isEmpty();
    }
}
