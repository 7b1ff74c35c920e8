package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.emit.cuda.StructEmitter;
import java.util.ArrayList;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Reads the records that are arguments of CUDA kernels. */
final class StructReader {
    private static final String LENGTH = "dev.tenon.spi.CudaStruct.Length";

    private StructReader() {}

    /** @throws IllegalArgumentException with what is wrong and how to mend it */
    static StructEmitter read(Element element) {
        if (element.getKind() != ElementKind.RECORD || !(element.getEnclosingElement() instanceof PackageElement)) {
            throw new IllegalArgumentException(element + " is an argument of CUDA kernels and no record of its own file\n"
                + "    fix: make it a record that no class encloses");
        }
        var members = new ArrayList<StructEmitter.Member>();
        for (var component : ElementFilter.recordComponentsIn(element.getEnclosedElements())) {
            var type = component.asType();
            boolean isArray = type.getKind() == TypeKind.ARRAY;
            members.add(new StructEmitter.Member(component.getSimpleName().toString(),
                type(component, isArray ? ((ArrayType) type).getComponentType() : type), isArray ? length(component) : 0));
        }
        return new StructEmitter(ClassName.get((TypeElement) element), members);
    }

    private static StructEmitter.Type type(RecordComponentElement component, TypeMirror type) {
        boolean isArray = component.asType().getKind() == TypeKind.ARRAY;
        var kind = isArray && type.getKind() == TypeKind.BOOLEAN ? TypeKind.OTHER : type.getKind();
        return switch (kind) {
            case INT -> StructEmitter.Type.INT;
            case LONG -> StructEmitter.Type.LONG;
            case FLOAT -> StructEmitter.Type.FLOAT;
            case DOUBLE -> StructEmitter.Type.DOUBLE;
            case BOOLEAN -> StructEmitter.Type.BOOLEAN;
            default -> throw wrong(component, "is of a type that kernels do not take",
                "make it an int, long, float, double or boolean, or an array of numbers");
        };
    }

    private static int length(RecordComponentElement component) {
        for (var mirror : component.getAnnotationMirrors()) {
            if (((TypeElement) mirror.getAnnotationType().asElement()).getQualifiedName().contentEquals(LENGTH)) {
                for (var value : mirror.getElementValues().values()) {
                    if (value.getValue() instanceof Integer length && length > 0) {
                        return length;
                    }
                }
            }
        }
        throw wrong(component, "is an array of no known length", "say how many elements the structure has room for: @CudaStruct.Length(8)");
    }

    private static IllegalArgumentException wrong(RecordComponentElement component, String reason, String fix) {
        return new IllegalArgumentException(
            component.getEnclosingElement() + ": " + component.getSimpleName() + " " + reason + "\n    fix: "
                + fix);
    }
}
