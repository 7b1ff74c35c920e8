package dev.tenon.codegen.emit.update;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.api.Javadocs;
import dev.tenon.codegen.emit.api.OpRecordEmitter;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.spec.NumberStates;
import dev.tenon.codegen.spec.UpdateEntry;
import dev.tenon.codegen.spec.UpdateForm;
import javax.lang.model.element.Modifier;

/** Writes the record of an optimizer's step: the operator that steps several parameters at once. */
public final class StepRecordEmitter {
    private final Library library;
    private final UpdateEntry update;

    public StepRecordEmitter(Library library, UpdateEntry update) {
        this.library = library;
        this.update = NumberStates.asSettings(update);
    }

    public JavaFile emit() {
        var name = library.step(update);
        var type = TypeSpec.recordBuilder(name).addModifiers(Modifier.PUBLIC).addSuperinterface(Names.STEP_OP)
            .addJavadoc("One step of {@code $L} for several parameters.\n\n@param count how many\n", update.className())
            .recordConstructor(components());
        update.settings().forEach(setting -> type.addJavadoc("@param $L $L\n", setting.param().javaName(),
            Javadocs.escape(setting.about())));
        type.addJavadoc("@param step which step this is for them, from 1\n");
        type.addField(FieldSpec.builder(Names.DESCRIPTOR, "DESCRIPTOR", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("new $T($S, $T.Kind.NATIVE, $T.class, $S).writing($S)", Names.DESCRIPTOR, update.stepName(), Names.DESCRIPTOR,
                name,
                "tensors", "tensors")
            .build());
        UpdateForm.conditions(update).forEach(condition -> type.addMethod(has(condition)));
        return JavaFiles.java(name.packageName(), type.addMethod(OpRecordEmitter.descriptorMethod()).addMethod(infer()).build());
    }

    private MethodSpec components() {
        var constructor = MethodSpec.constructorBuilder().addParameter(TypeName.LONG, "count");
        update.settings().forEach(setting -> constructor.addParameter(OptimizerEmitter.type(setting), setting.param().javaName()));
        return constructor.addParameter(TypeName.LONG, "step").build();
    }

    /** The method that says whether a state is there, and with it all that hang on the same condition. */
    public static String has(String state) {
        return "has" + Names.pascal(state);
    }

    private MethodSpec has(UpdateForm.Condition condition) {
        return MethodSpec.methodBuilder(has(condition.state())).addModifiers(Modifier.PUBLIC).returns(TypeName.BOOLEAN)
            .addJavadoc("Whether the parameters have the state {@code $L}.\n", condition.state())
            .addStatement("return $L", ScalarText.flag(StepText.ofComponents(update).translate(condition.test())).text()).build();
    }

    private MethodSpec infer() {
        long always = 2 + update.states().stream().filter(state -> state.condition() == null).count();
        var groups = CodeBlock.builder().add("$L", always);
        for (var condition : UpdateForm.conditions(update)) {
            groups.add(" + ($L() ? $L : 0)", has(condition.state()), update.states().stream().filter(condition::isOf).count());
        }
        return MethodSpec.methodBuilder("infer").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
            .addParameter(Names.INFERENCE, "call").addStatement("$T.requireGroups(call, count, $L)", Names.STEP_RULES, groups.build())
            .build();
    }
}
