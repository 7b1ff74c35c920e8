package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Spec;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.UpdateEntry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks entries against each other: what is declared or generated twice. */
public final class SpecCheck {
    private final Spec spec;
    private final Spec used;
    private final NamedClasses classes;
    private final Diagnostics diagnostics;

    /** @param classes knows the layers that Tenon has besides those of entries */
    public SpecCheck(SpecContext context, NamedClasses classes, Diagnostics diagnostics) {
        this.classes = classes;
        this.spec = context.own();
        this.used = context.used();
        this.diagnostics = diagnostics;
    }

    public void run() {
        Map<String, OpEntry> keys = new HashMap<>();
        Map<String, OpEntry> records = new HashMap<>();
        Map<String, OpEntry> methods = new HashMap<>();
        Map<String, String> layers = new HashMap<>();
        for (var op : spec.ops()) {
            var sameKey = keys.putIfAbsent(op.key(), op);
            if (sameKey != null) {
                diagnostics.report(Diagnostic.DUPLICATE_OPERATOR, op.at(), op.key(), sameKey.at());
                continue;
            }
            var sameRecord = records.putIfAbsent(op.recordName(), op);
            if (sameRecord != null) {
                diagnostics.report(Diagnostic.DUPLICATE_RECORD, op.at(), op.key(), op.recordName(), sameRecord.key());
            }
            checkMethod(op, methods);
            checkLayers(op, layers);
        }
        spec.ops().forEach(op -> op.head().layers().forEach(layer -> checkAll(op, layer, keys)));
        checkUpdates(keys, records);
    }

    /** Layers are found by their names, and made by methods. */
    private void checkLayers(OpEntry op, Map<String, String> layers) {
        for (var layer : op.head().layers()) {
            if (used.ops().stream().anyMatch(other -> other.head().layers().stream().anyMatch(l -> l.name().equals(layer.name())))) {
                diagnostics.report(Diagnostic.TAKEN_CLASS, layer.at(), layer.name(), "a library in use", "a layer");
            } else if (classes.layers().contains(layer.name())) {
                diagnostics.report(Diagnostic.TAKEN_CLASS, layer.at(), layer.name(), "Tenon", "a layer");
            }
            var sameName = layers.putIfAbsent(layer.name(), op.key());
            if (sameName != null) {
                diagnostics.report(Diagnostic.DUPLICATE_RECORD, layer.at(), op.key(), layer.name(), sameName);
            }
            var sameMethod = layers.putIfAbsent(layer.method(), op.key());
            if (sameMethod != null) {
                diagnostics.report(Diagnostic.DUPLICATE_METHOD, layer.at(), op.key(), layer.method(), sameMethod);
            }
        }
    }

    /** The operator with all outputs of a layer takes what the layer's own takes. */
    private void checkAll(OpEntry op, LayerSpec layer, Map<String, OpEntry> keys) {
        var all = layer.all();
        if (all == null) {
            return;
        }
        var whole = keys.get(all.op());
        if (whole == null) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, all.at(), all.op(), List.copyOf(keys.keySet()),
                "write the key of an entry of this library");
        } else if (whole.sig().listResult() || whole.sig().results().size() < 2 || !taken(whole).equals(taken(op))) {
            diagnostics.report(Diagnostic.LAYER, all.at(), op.key(),
                whole.key() + " does not take the same arguments, or has no more outputs",
                "name an operator of the same signature with several results");
        }
    }

    private static List<String> taken(OpEntry op) {
        return op.sig().params().stream().map(param -> param.name() + " " + javaType(param)).toList();
    }

    /** An optimizer has two records, of its settings and of its step, and its name is one of an entry like others. */
    private void checkUpdates(Map<String, OpEntry> keys, Map<String, OpEntry> records) {
        Map<String, UpdateEntry> classes = new HashMap<>();
        Map<String, String> byClass = new HashMap<>();
        used.updates().forEach(update -> optimizers(update).keySet().forEach(name -> byClass.put(name, "a library in use")));
        for (var update : spec.updates()) {
            var sameKey = keys.get(update.key());
            if (sameKey != null) {
                diagnostics.report(Diagnostic.DUPLICATE_OPERATOR, update.at(), update.key(), sameKey.at());
            }
            var sameRecord = records.get(update.stepRecord());
            if (sameRecord != null) {
                diagnostics.report(Diagnostic.DUPLICATE_RECORD, update.at(), update.key(), update.stepRecord(), sameRecord.key());
            }
            for (var name : Set.of(update.recordName(), update.stepRecord())) {
                var same = classes.putIfAbsent(name, update);
                if (same != null) {
                    diagnostics.report(Diagnostic.DUPLICATE_RECORD, update.at(), update.key(), name, same.key());
                }
            }
            optimizers(update).forEach((name, at) -> {
                var same = byClass.putIfAbsent(name, update.key());
                if (same != null) {
                    diagnostics.report(Diagnostic.TAKEN_CLASS, at, name, same, "an optimizer");
                }
            });
        }
    }

    /** PyTorch's classes that an entry has, with their places. */
    private static Map<String, Position> optimizers(UpdateEntry update) {
        Map<String, Position> classes = new LinkedHashMap<>();
        classes.put(update.className(), update.at());
        update.variants().forEach(variant -> classes.putIfAbsent(variant.className(), variant.at()));
        return classes;
    }

    /** Methods with all parameters; shorter ones that are alike are generated for the first operator only. */
    private void checkMethod(OpEntry op, Map<String, OpEntry> methods) {
        var types = op.sig().params().stream().map(SpecCheck::javaType).toList();
        var method = op.javaName() + "(" + String.join(", ", types) + ")";
        checkMethod(op, method, methods);
        if (op.inplace() != null) {
            checkMethod(op, op.javaName() + "_" + method.substring(op.javaName().length()), methods);
        }
    }

    private void checkMethod(OpEntry op, String method, Map<String, OpEntry> methods) {
        var other = methods.putIfAbsent(method, op);
        if (other != null) {
            diagnostics.report(Diagnostic.DUPLICATE_METHOD, op.at(), op.key(), method, other.key());
        }
    }

    private static String javaType(Param param) {
        return switch (param.type()) {
            case ParamType.TensorType tensor -> tensor.list() ? "List" : "Tensor";
            case ParamType.Attribute attribute -> switch (attribute.kind()) {
                case NUM -> "Number";
                case FLOAT -> attribute.nullable() ? "Double" : "double";
                case INT -> attribute.nullable() ? "Long" : "long";
                case BOOL -> attribute.nullable() ? "Boolean" : "boolean";
                case INTS, DIMS -> "long[]";
                case FLOATS -> "double[]";
                case DTYPE -> "DType";
                case DEVICE -> "Device";
                case TEXT -> "String";
                case ENUM -> enumType(param, attribute);
                case INDEX -> "Index[]";
            };
        };
    }

    private static String enumType(Param param, ParamType.Attribute attribute) {
        return attribute.enumName() != null ? attribute.enumName() : "enum " + param.name() + List.copyOf(attribute.constants());
    }
}
