package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds layers in the fields of layers, so that a forgotten {@code child(...)} call is not a part that silently never trains. */
final class LayerFields {
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return find(type);
        }
    };

    private LayerFields() {}

    /** Adds what the fields hold and {@code children} lacks, superclasses first, in the order of declaration. */
    static void register(Layer layer, Map<String, Layer> children) {
        for (var field : FIELDS.get(layer.getClass())) {
            if (value(field, layer) instanceof Layer child && children.values().stream().noneMatch(known -> known == child)) {
                children.put(field.getName(), child);
                child.ownedBy(layer);
            }
        }
    }

    private static List<Field> find(Class<?> type) {
        var fields = new ArrayList<Field>();
        if (type.getSuperclass() != null && type != Layer.class) {
            fields.addAll(FIELDS.get(type.getSuperclass()));
            for (var field : type.getDeclaredFields()) {
                if (Layer.class.isAssignableFrom(field.getType()) && !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    open(field);
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static void open(Field field) {
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new ArgumentException("layer " + field.getDeclaringClass()
                .getName() + ": field '" + field.getName() + "' holds a layer but cannot be read"
                + "\n  try:   open the package to dev.tenon in module-info");
        }
    }

    private static Object value(Field field, Layer layer) {
        try {
            return field.get(layer);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("field " + field + " was opened", e);
        }
    }
}
