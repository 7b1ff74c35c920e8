package dev.tenon.codegen.emit.update;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.spec.UpdateEntry;

/** Java text of what is the same for every element of a step, over the settings and the number of the step. */
public final class StepText {
    private StepText() {}

    /** Where the settings are names, as in a record that has them as its components. */
    static ScalarText ofComponents(UpdateEntry update) {
        var text = new ScalarText(Dialect.JAVA_PLAIN);
        update.settings().forEach(setting -> text.declare(setting.name(), piece(setting, setting.param().javaName())));
        text.declare(UpdateEntry.STEP, whole("step"));
        return text;
    }

    /** Where settings are names, and numbers of a parameter lie in an array {@code numbers}. */
    static ScalarText ofNumbers(UpdateEntry update) {
        var text = ofComponents(update);
        var states = update.numbers();
        for (int i = 0; i < states.size(); i++) {
            text.declare(states.get(i).name(), Piece.number("numbers[" + i + "]"));
        }
        return text;
    }

    /** Where they are asked from the record of a step, {@code op}. */
    public static ScalarText ofRecord(UpdateEntry update) {
        var text = new ScalarText(Dialect.JAVA_PLAIN);
        update.settings().forEach(setting -> text.declare(setting.name(), piece(setting, "op." + setting.param().javaName() + "()")));
        text.declare(UpdateEntry.STEP, whole("op.step()"));
        return text;
    }

    /** Where they are asked from the record of settings, {@code o}, beside elements and the number of the step as doubles. */
    public static ScalarText ofOptions(UpdateEntry update) {
        var text = new ScalarText(Dialect.JAVA_DOUBLE);
        update.settings().forEach(setting -> text.declare(setting.name(), piece(setting, "o." + setting.param().javaName() + "()")));
        text.declare(UpdateEntry.STEP, Piece.number("step"));
        return text;
    }

    private static Piece piece(UpdateEntry.Setting setting, String text) {
        return switch (setting.param().attribute().kind()) {
            case BOOL -> Piece.flag(text);
            case INT -> whole(text);
            default -> Piece.number(text);
        };
    }

    /** An integer: as such, Java would divide it by another without the fraction. */
    private static Piece whole(String text) {
        return new Piece(CodeBlock.of("(double) $L", text), Piece.Kind.NUMBER, Code.PREFIX);
    }
}
