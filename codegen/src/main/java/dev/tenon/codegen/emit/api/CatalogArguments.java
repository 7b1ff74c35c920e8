package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;

/** Writes how the catalogue reads each argument of an operator from a call. */
final class CatalogArguments {
    private final Library library;
    private final Types types;

    CatalogArguments(Library library) {
        this.library = library;
        this.types = new Types(library.sharedEnums());
    }

    /** The arguments of an operator's complete method. */
    CodeBlock of(OpEntry op) {
        return op.sig().params().stream().map(param -> argument(op, param)).collect(CodeBlock.joining(",$W"));
    }

    private CodeBlock argument(OpEntry op, Param param) {
        if (param.isTensor()) {
            var reader = param.tensor().list() ? "tensors" : param.tensor().optional() ? "tensorOrNull" : "tensor";
            return CodeBlock.of("call.$L($S)", reader, param.name());
        }
        return switch (param.attribute().kind()) {
            case NUM -> scalar(op, param, "number");
            case FLOAT -> scalar(op, param, "real");
            case INT -> scalar(op, param, "integer");
            case BOOL -> scalar(op, param, "flag");
            case INTS, DIMS -> integers(op, param);
            case FLOATS -> CodeBlock.of("call.$L($S)", Types.isNullable(param) ? "realsOrNull" : "reals", param.name());
            case DTYPE -> dtype(op, param);
            case DEVICE -> CodeBlock.of("call.$L($S)", Types.isNullable(param) ? "deviceOrNull" : "device", param.name());
            case ENUM -> constant(op, param);
            case TEXT -> CodeBlock.of("call.$L($S)", Types.isNullable(param) ? "textOrNull" : "text", param.name());
            case INDEX -> CodeBlock.of("call.index($S)", param.name());
        };
    }

    private CodeBlock scalar(OpEntry op, Param param, String reader) {
        var otherwise = types.defaultComponent(op, library.records(), param);
        if (Types.isNullable(param)) {
            return CodeBlock.of("call.$LOrNull($S, $L)", reader, param.name(), otherwise);
        }
        return param.defaultValue() == null ? CodeBlock.of("call.$L($S)", reader, param.name())
            : CodeBlock.of("call.$L($S, $L)", reader, param.name(), otherwise);
    }

    private CodeBlock constant(OpEntry op, Param param) {
        var type = types.enumClass(op, library.records(), param);
        if (Types.isNullable(param)) {
            return CodeBlock.of("call.constantOrNull($S, $T.class, $L)", param.name(), type,
                types.defaultComponent(op, library.records(), param));
        }
        return param.defaultValue() == null ? CodeBlock.of("call.constant($S, $T.class)", param.name(), type)
            : CodeBlock.of("call.constant($S, $L)", param.name(), types.defaultComponent(op, library.records(), param));
    }

    private CodeBlock dtype(OpEntry op, Param param) {
        return orDefault(op, param, Types.isNullable(param) ? "dtypeOrNull" : "dtype");
    }

    private CodeBlock integers(OpEntry op, Param param) {
        return orDefault(op, param, Types.isNullable(param) ? "integersOrNull" : "integers");
    }

    private CodeBlock orDefault(OpEntry op, Param param, String reader) {
        return Types.isNull(Types.defaultValue(param)) ? CodeBlock.of("call.$L($S)", reader, param.name())
            : CodeBlock.of("call.$L($S, $L)", reader, param.name(), types.defaultArgument(op, library.records(), param));
    }
}
