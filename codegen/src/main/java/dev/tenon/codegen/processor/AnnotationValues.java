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
import javax.lang.model.util.ElementFilter;

/** The values of one annotation by member name, defaults included. */
record AnnotationValues(Map<String, AnnotationValue> values) {

    static AnnotationValues of(Element element, TypeElement annotation) {
        for (var mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement().equals(annotation)) {
                return new AnnotationValues(withDefaults(mirror, annotation));
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

    String string(String member) {
        return String.valueOf(value(member));
    }

    private Object value(String member) {
        return Objects.requireNonNull(values.get(member), member).getValue();
    }

    /** The strings of an array; classes give their names. */
    List<String> strings(String member) {
        var array = (List<?>) value(member);
        return array.stream().map(item -> String.valueOf(((AnnotationValue) item).getValue())).toList();
    }
}
