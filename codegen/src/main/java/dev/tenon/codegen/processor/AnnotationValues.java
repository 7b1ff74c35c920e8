package dev.tenon.codegen.processor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * The values of one annotation by member name, defaults included.
 *
 * @param element what is annotated
 * @param mirror the annotation as it is written
 */
record AnnotationValues(Element element, AnnotationMirror mirror, Map<String, AnnotationValue> values) {

    static AnnotationValues of(Element element, TypeElement annotation) {
        for (var mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement().equals(annotation)) {
                return new AnnotationValues(element, mirror, withDefaults(mirror, annotation));
            }
        }
        throw new IllegalArgumentException(element + " has no " + annotation);
    }

    private static Map<String, AnnotationValue> withDefaults(AnnotationMirror mirror, TypeElement annotation) {
        Map<? extends ExecutableElement, ? extends AnnotationValue> given = mirror.getElementValues();
        return ElementFilter.methodsIn(annotation.getEnclosedElements()).stream()
            .filter(m -> given.containsKey(m) || m.getDefaultValue() != null)
            .collect(Collectors.toMap(m -> m.getSimpleName().toString(), m -> given.containsKey(m) ? given.get(m) : m.getDefaultValue()));
    }

    /** Whether every member has a value of its type: what is not there, the compiler reports itself. */
    boolean isWhole(String... members) {
        return List.of(members).stream().allMatch(values::containsKey);
    }

    AnnotationValue value(String member) {
        return Objects.requireNonNull(values.get(member), member);
    }

    String string(String member) {
        return String.valueOf(value(member).getValue());
    }

    /** The values of an array, each with its place. */
    List<AnnotationValue> items(String member) {
        var value = value(member).getValue();
        return value instanceof List<?> array ? array.stream().map(AnnotationValue.class::cast).toList() : List.of();
    }

    /** The strings of an array; classes give their names. */
    List<String> strings(String member) {
        return items(member).stream().map(item -> String.valueOf(item.getValue())).toList();
    }

    /** The classes of an array that are there. */
    List<AnnotationValue> classes(String member) {
        return items(member).stream().filter(item -> item.getValue() instanceof TypeMirror).toList();
    }
}
