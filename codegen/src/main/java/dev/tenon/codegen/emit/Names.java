package dev.tenon.codegen.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.Locale;

/** The names of the hand-written classes that generated code refers to, and the rules by which generated names are made. */
final class Names {
    static final ClassName DTYPE = core("DType");
    static final ClassName DEVICE = core("Device");
    static final ClassName INTS = core("Ints");
    static final ClassName OPERAND = core("Operand");
    static final ClassName DOUBLES = core("Doubles");
    static final ClassName INDEX_PART = core("IndexPart");
    static final ClassName SHAPE = core("Shape");
    static final ClassName DEVICE_KIND = core("Device").nestedClass("Kind");
    static final ClassName ARGUMENT_EXCEPTION = core("ArgumentException");
    static final ClassName INDEX_EXCEPTION = core("IndexException");
    static final ClassName TENON_EXCEPTION = core("TenonException");

    static final ClassName OP = spi("Op");
    static final ClassName PRIMITIVE = spi("Primitive");
    static final ClassName DESCRIPTOR = spi("OpDescriptor");
    static final ClassName INFERENCE = spi("Inference");
    static final ClassName ATTRIBUTES = spi("Attributes");
    static final ClassName CALL_RULES = spi("CallRules");
    static final ClassName SHAPE_RULES = spi("ShapeRules");
    static final ClassName EXACT = spi("Exact");
    static final ClassName DTYPE_RULES = spi("DTypeRules");
    static final ClassName KERNEL_PROVIDER = spi("KernelProvider");
    static final ClassName KERNEL = spi("Kernel");
    static final ClassName KERNEL_CALL = spi("KernelCall");

    static final ClassName STEP_OP = spi("StepOp");
    static final ClassName STEP_RULES = spi("StepRules");

    static final ClassName TENSOR = tensor("Tensor");
    static final ClassName DISPATCH = tensor("Dispatch");
    static final ClassName OPERANDS = tensor("Operands");
    static final ClassName OPERATOR_ERRORS = tensor("OperatorErrors");
    static final ClassName RESULTS = tensor("Results");
    static final ClassName INDEX = tensor("Index");
    static final ClassName GRAD_RULE = tensor("GradRule");
    static final ClassName GRAD_CALL = tensor("GradCall");
    static final ClassName OP_INFO = tensor("OpInfo");
    static final ClassName CATALOG_CALL = tensor("CatalogCall");
    static final ClassName TENON_OPS = tensor("Ops");

    static final ClassName LAYER = nn("Layer");
    static final ClassName JOINED_LAYER = nn("JoinedLayer");
    static final ClassName LOSS_LAYER = nn("LossLayer");
    static final ClassName PARAMETER = nn("Parameter");
    static final ClassName LAYER_CHECK = nn("declare", "LayerCheck");
    static final ClassName LAYER_TEXT = nn("LayerText");
    static final ClassName LAYER_ARGUMENTS = nn("registry", "LayerArguments");
    static final ClassName LAYER_PROVIDER = nn("registry", "LayerProvider");

    static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
    static final ClassName LIST_CLASS = ClassName.get(List.class);
    static final TypeName TENSOR_LIST = ParameterizedTypeName.get(LIST_CLASS, TENSOR);
    static final TypeName TENSOR_ARRAY = ArrayTypeName.of(TENSOR);
    static final TypeName LONG_ARRAY = ArrayTypeName.of(TypeName.LONG);

    private Names() {}

    static ClassName core(String name) {
        return ClassName.get("dev.tenon.core", name);
    }

    static ClassName spi(String name) {
        return ClassName.get("dev.tenon.spi", name);
    }

    static ClassName tensor(String name) {
        return ClassName.get("dev.tenon.tensor", name);
    }

    static ClassName nn(String topic, String name) {
        return ClassName.get("dev.tenon.nn." + topic, name);
    }

    static ClassName nn(String name) {
        return ClassName.get("dev.tenon.nn", name);
    }

    static ClassName optim(String name) {
        return ClassName.get("dev.tenon.optim", name);
    }

    /** A class of the CPU kernels' module, in one of its rooms. */
    static ClassName cpu(String room, String name) {
        return ClassName.get("dev.tenon.cpu." + room, name);
    }

    static ClassName gpu(String name) {
        return ClassName.get("dev.tenon.gpu.launch", name);
    }

    /** The name of an enum constant in Java. */
    static String constant(String specName) {
        return specName.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** {@code negative_slope} as {@code negativeSlope}, {@code linalg.vector_norm} as {@code linalgVectorNorm}. */
    static String camel(String specName) {
        var pascal = pascal(specName);
        var first = specName.split("[^A-Za-z0-9]+", 2)[0];
        int capitals = Math.min(pascal.length(), first.chars().noneMatch(Character::isLowerCase) ? first.length() : 1);
        return pascal.substring(0, capitals).toLowerCase(Locale.ROOT) + pascal.substring(capitals);
    }

    /** {@code negative_slope} as {@code NegativeSlope}. */
    static String pascal(String specName) {
        var text = new StringBuilder();
        for (var word : specName.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return text.toString();
    }

    /** {@code leaky_relu} as {@code LEAKY_RELU}. */
    static String screaming(String specName) {
        return specName.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "").toUpperCase(Locale.ROOT);
    }
}
