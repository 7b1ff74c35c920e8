package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.spec.JavaNames;
import java.util.List;
import java.util.Locale;

/** The names of the hand-written classes that generated code refers to, and the rules by which generated names are made. */
public final class Names {
    public static final ClassName DTYPE = core("DType");
    public static final ClassName DEVICE = core("Device");
    public static final ClassName INTS = core("Ints");
    public static final ClassName OPERAND = core("UncheckedOperand");
    static final ClassName DOUBLES = core("Doubles");
    public static final ClassName DEFAULT_DTYPE = core("DefaultDtype");
    static final ClassName INDEX_PART = core("IndexPart");
    public static final ClassName SHAPE = core("Shape");
    static final ClassName DEVICE_KIND = core("Device").nestedClass("Kind");
    public static final ClassName ARGUMENT_EXCEPTION = core("ArgumentException");
    public static final ClassName INDEX_EXCEPTION = core("IndexException");
    static final ClassName TENON_EXCEPTION = core("TenonException");

    public static final ClassName OP = spi("Op");
    public static final ClassName PRIMITIVE = spi("Primitive");
    public static final ClassName DESCRIPTOR = spi("OpDescriptor");
    public static final ClassName INFERENCE = spi("Inference");
    public static final ClassName ATTRIBUTES = spi("Attributes");
    public static final ClassName CALL_RULES = spi("CallRules");
    public static final ClassName SHAPE_RULES = spi("ShapeRules");
    public static final ClassName EXACT = spi("Exact");
    public static final ClassName DTYPE_RULES = spi("DTypeRules");
    static final ClassName KERNEL_PROVIDER = spi("KernelProvider");
    static final ClassName KERNEL = spi("Kernel");
    public static final ClassName KERNEL_CALL = spi("KernelCall");

    public static final ClassName STEP_OP = spi("StepOp");
    public static final ClassName STEP_RULES = spi("StepRules");

    public static final ClassName TENSOR = tensor("Tensor");
    public static final ClassName DISPATCH = tensor("Dispatch");
    public static final ClassName GRADIENTS = ClassName.get("dev.tenon.tensor.reduction", "Gradients");
    public static final ClassName OPERANDS = tensor("Operands");
    public static final ClassName OPERATOR_ERRORS = tensor("OperatorErrors");
    public static final ClassName RESULTS = tensor("Results");
    public static final ClassName INDEX = tensor("Index");
    public static final ClassName GRAD_RULE = tensor("GradRule");
    public static final ClassName GRAD_CALL = tensor("GradCall");
    public static final ClassName OP_INFO = tensor("OpInfo");
    public static final ClassName CATALOG_CALL = tensor("CatalogCall");
    public static final ClassName TENON_OPS = tensor("Ops");

    public static final ClassName LAYER = nn("Layer");
    public static final ClassName UNARY_LAYER = nn("UnaryLayer");
    public static final ClassName JOINED_LAYER = nn("JoinedLayer");
    public static final ClassName LOSS_LAYER = nn("LossLayer");
    public static final ClassName PARAMETER = nn("Parameter");
    public static final ClassName LAYER_CHECK = nn("declare", "LayerCheck");
    public static final ClassName LAYER_TEXT = nn("LayerText");
    public static final ClassName LAYER_ARGUMENTS = nn("registry", "LayerArguments");
    public static final ClassName LAYER_PROVIDER = nn("registry", "LayerProvider");

    static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
    public static final ClassName LIST_CLASS = ClassName.get(List.class);
    public static final TypeName TENSOR_LIST = ParameterizedTypeName.get(LIST_CLASS, TENSOR);
    public static final TypeName TENSOR_ARRAY = ArrayTypeName.of(TENSOR);
    public static final TypeName LONG_ARRAY = ArrayTypeName.of(TypeName.LONG);

    private Names() {}

    public static ClassName core(String name) {
        return ClassName.get("dev.tenon.core", name);
    }

    public static ClassName spi(String name) {
        return ClassName.get("dev.tenon.spi", name);
    }

    public static ClassName tensor(String name) {
        return ClassName.get("dev.tenon.tensor", name);
    }

    static ClassName nn(String topic, String name) {
        return ClassName.get("dev.tenon.nn." + topic, name);
    }

    static ClassName nn(String name) {
        return ClassName.get("dev.tenon.nn", name);
    }

    public static ClassName optim(String name) {
        return ClassName.get("dev.tenon.optim", name);
    }

    /** A class of the CPU kernels' module, in one of its rooms. */
    public static ClassName cpu(String room, String name) {
        return ClassName.get("dev.tenon.cpu." + room, name);
    }

    public static ClassName gpu(String name) {
        return ClassName.get("dev.tenon.gpu.launch", name);
    }

    /** The name of an enum constant in Java. */
    public static String constant(String specName) {
        return JavaNames.constant(specName);
    }

    /** {@code negative_slope} as {@code negativeSlope}, and no word that Java keeps for itself: a variable, or the part of a record. */
    public static String camel(String specName) {
        return JavaNames.variable(specName);
    }

    /** {@code negative_slope} as {@code NegativeSlope}. */
    public static String pascal(String specName) {
        var text = new StringBuilder();
        for (var word : specName.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return text.toString();
    }

    /** {@code leaky_relu} as {@code LEAKY_RELU}. */
    public static String screaming(String specName) {
        return specName.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "").toUpperCase(Locale.ROOT);
    }
}
