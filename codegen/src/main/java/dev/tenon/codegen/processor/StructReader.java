package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.emit.cuda.StructEmitter;
import dev.tenon.codegen.emit.cuda.StructMember;
import java.util.ArrayList;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Reads the records that are arguments of CUDA kernels. */
final class StructReader {
    private static final String STRUCT = "dev.tenon.spi.CudaStruct";
    private static final String LENGTH = STRUCT + ".Length";
    private static final String ROWS = STRUCT + ".Rows";

    private StructReader() {}

    /** @throws IllegalArgumentException with what is wrong and how to mend it */
    static StructEmitter read(Element element) {
        if (element.getKind() != ElementKind.RECORD || !(element.getEnclosingElement() instanceof PackageElement)) {
            throw new IllegalArgumentException(element + " is an argument of CUDA kernels and no record of its own file\n"
                + "    fix: make it a record that no class encloses");
        }
        var members = new ArrayList<StructMember>();
        for (var component : ElementFilter.recordComponentsIn(element.getEnclosedElements())) {
            if (!members.isEmpty() && members.getLast().isOpen()) {
                throw wrong(component, "stands behind rows of no known number",
                    "move " + members.getLast().name() + " to the end, or say how many rows it has: @CudaStruct.Rows(8)");
            }
            members.add(member(component));
        }
        var name = text(element, STRUCT).filter(given -> !given.isEmpty()).orElse(element.getSimpleName().toString());
        return new StructEmitter(ClassName.get((TypeElement) element), name, element.getModifiers().contains(Modifier.PUBLIC), members);
    }

    private static StructMember member(RecordComponentElement component) {
        var name = component.getSimpleName().toString();
        var type = component.asType();
        if (type instanceof ArrayType row) {
            return row.getComponentType() instanceof ArrayType column
                ? new StructMember.Rows(name, number(component, column.getComponentType()), positive(component, ROWS).orElse(0),
                    length(component))
                : new StructMember.Row(name, number(component, row.getComponentType()), length(component));
        }
        if (type instanceof DeclaredType declared && annotation(declared.asElement(), STRUCT).isPresent()) {
            return part(component, read(declared.asElement()));
        }
        return new StructMember.Value(name, type(component, type));
    }

    private static StructMember part(RecordComponentElement component, StructEmitter struct) {
        var rows = positive(component, ROWS);
        if (struct.isOpen() && rows.isEmpty()) {
            throw wrong(component, "has rows of no known number", "say how many: @CudaStruct.Rows(1)");
        }
        return new StructMember.Part(component.getSimpleName().toString(), struct, rows.orElse(0));
    }

    private static StructMember.Type number(RecordComponentElement component, TypeMirror type) {
        var number = type(component, type);
        if (number == StructMember.Type.BOOLEAN) {
            throw unknown(component);
        }
        return number;
    }

    private static StructMember.Type type(RecordComponentElement component, TypeMirror type) {
        return switch (type.getKind()) {
            case TypeKind.INT -> StructMember.Type.INT;
            case TypeKind.LONG -> StructMember.Type.LONG;
            case TypeKind.FLOAT -> StructMember.Type.FLOAT;
            case TypeKind.DOUBLE -> StructMember.Type.DOUBLE;
            case TypeKind.BOOLEAN -> StructMember.Type.BOOLEAN;
            default -> throw unknown(component);
        };
    }

    private static int length(RecordComponentElement component) {
        return positive(component, LENGTH).orElseThrow(() -> wrong(component, "is an array of no known length",
            "say how many elements the structure has room for: @CudaStruct.Length(8)"));
    }

    // ---- annotations ----------------------------------------------------------------------------------------------------

    private static Optional<? extends AnnotationMirror> annotation(Element element, String type) {
        return element.getAnnotationMirrors().stream()
            .filter(mirror -> ((TypeElement) mirror.getAnnotationType().asElement()).getQualifiedName().contentEquals(type)).findFirst();
    }

    private static Optional<String> text(Element element, String type) {
        return annotation(element, type).flatMap(mirror -> mirror.getElementValues().values().stream().findFirst())
            .map(value -> String.valueOf(value.getValue()));
    }

    private static Optional<Integer> positive(Element element, String type) {
        return annotation(element, type).flatMap(mirror -> mirror.getElementValues().values().stream().findFirst())
            .map(value -> value.getValue() instanceof Integer number ? number : 0).filter(number -> number > 0);
    }

    private static IllegalArgumentException unknown(RecordComponentElement component) {
        return wrong(component, "is of a type that kernels do not take",
            "make it an int, long, float, double or boolean, one or two dimensions of numbers, or a record that is a @CudaStruct");
    }

    private static IllegalArgumentException wrong(RecordComponentElement component, String reason, String fix) {
        return new IllegalArgumentException(
            component.getEnclosingElement() + ": " + component.getSimpleName() + " " + reason + "\n    fix: "
                + fix);
    }
}
