package dev.tenon.codegen.spec;

/** What an expression over tensors, shapes and attributes is. */
public enum ValueType {
    NUMBER("a number"), INTEGER("an integer"), TRUTH("a truth value"), LIST("a list of integers"), REALS("a list of real numbers"),
    DTYPE("a dtype"), DEVICE("a device"),
    TEXT("a text"), CONSTANT(
        "a constant of an enum"),
    TENSOR("a tensor"), TENSORS("a list of tensors"), RESULTS(
        "several results"),
    INDEX("an index"), CHECK("a check"), NULL("null"), UNKNOWN("something");

    private final String text;

    ValueType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean isNumeric() {
        return this == NUMBER || this == INTEGER || this == UNKNOWN;
    }

    /** Whether a value of this type may stand where the other is wanted. */
    public boolean fits(ValueType wanted) {
        return this == wanted || this == UNKNOWN || wanted == UNKNOWN || this == INTEGER && wanted == NUMBER;
    }

    public static ValueType of(Param param) {
        return switch (param.type()) {
            case ParamType.TensorType tensor -> tensor.list() ? TENSORS : TENSOR;
            case ParamType.Attribute attribute -> switch (attribute.kind()) {
                case NUM, FLOAT -> NUMBER;
                case INT -> INTEGER;
                case BOOL -> TRUTH;
                case INTS, DIMS -> LIST;
                case FLOATS -> REALS;
                case DTYPE -> DTYPE;
                case DEVICE -> DEVICE;
                case TEXT -> TEXT;
                case ENUM -> CONSTANT;
                case INDEX -> INDEX;
            };
        };
    }
}
