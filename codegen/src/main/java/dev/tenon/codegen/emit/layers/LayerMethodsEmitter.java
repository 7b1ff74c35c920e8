package dev.tenon.codegen.emit.layers;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.TypeVariableName;
import com.palantir.javapoet.WildcardTypeName;
import dev.tenon.codegen.emit.api.Javadocs;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.lang.model.element.Modifier;

/** Writes the methods that make layers, and in Tenon itself those that declare them. */
public final class LayerMethodsEmitter {
    private static final TypeVariableName NEXT = TypeVariableName.get("S");

    private final Library library;
    private final LayerPlaces places;
    private final List<LayerModel> layers;

    public LayerMethodsEmitter(Library library, LayerPlaces places, List<LayerModel> layers) {
        this.library = library;
        this.places = places;
        this.layers = layers;
    }

    public List<JavaFile> emit() {
        var files = new ArrayList<JavaFile>();
        files.add(JavaFiles.java(places.factories().packageName(), factories()));
        if (places.declaring() != null) {
            files.add(JavaFiles.java(places.declaring().packageName(), declaring(places.declaring())));
        }
        return files;
    }

    /** Beside the operators' methods where the library is Tenon's, so that one import has both. */
    private TypeSpec factories() {
        boolean open = places.declaring() != null;
        var type = TypeSpec.classBuilder(places.factories()).addModifiers(Modifier.PUBLIC)
            .addJavadoc("The layers without state, made by static methods of their operators' names.\n");
        if (open) {
            type.superclass(library.api());
        } else {
            type.addModifiers(Modifier.FINAL);
        }
        var constructor = MethodSpec.constructorBuilder().addModifiers(open ? Modifier.PROTECTED : Modifier.PRIVATE);
        type.addMethod((open ? constructor.addJavadoc("For classes that pass on these methods.") : constructor).build());
        for (var layer : layers) {
            layer.forms().forEach(form -> type.addMethod(factory(layer, form)));
        }
        return type.build();
    }

    private static MethodSpec factory(LayerModel layer, LayerModel.Form form) {
        var method = MethodSpec.methodBuilder(layer.spec().method()).addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(layer.type())
            .addJavadoc(Javadocs.made(layer)).addStatement("return new $T($L)", layer.type(), arguments(form));
        return LayerEmitter.parameters(method, layer, form).build();
    }

    private TypeSpec declaring(ClassName name) {
        var type = TypeSpec.classBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT, Modifier.SEALED).addTypeVariable(NEXT)
            .addPermittedSubclass(name.peerClass("LayerMethods"))
            .addJavadoc("The layers without state, as a declaration has them.\n\n@param <S> what the next layer is declared on\n")
            .addMethod(MethodSpec.constructorBuilder().build());
        var factory = ParameterizedTypeName.get(ClassName.get(Supplier.class), WildcardTypeName.subtypeOf(Names.LAYER));
        type.addMethod(MethodSpec.methodBuilder("plain").addModifiers(Modifier.ABSTRACT).returns(NEXT)
            .addJavadoc("Declares a layer that any input suits.\n").addParameter(String.class, "type").addParameter(factory, "factory")
            .build());
        type.addMethod(MethodSpec.methodBuilder("spatial").addModifiers(Modifier.ABSTRACT).returns(NEXT)
            .addJavadoc("Declares a layer of a batch of channels with so many further dimensions.\n").addParameter(String.class, "type")
            .addParameter(int.class, "dims").addParameter(factory, "factory").build());
        for (var layer : layers) {
            if (!layer.isJoined()) {
                layer.forms().forEach(form -> type.addMethod(declaration(layer, form)));
            }
        }
        return type.build();
    }

    private static MethodSpec declaration(LayerModel layer, LayerModel.Form form) {
        var name = layer.spec().method();
        var made = CodeBlock.of("() -> new $T($L)", layer.type(), arguments(form));
        var method = MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.FINAL).returns(NEXT)
            .addJavadoc(Javadocs.made(layer));
        if (layer.spatial() > 0) {
            method.addStatement("return spatial($S, $L, $L)", name, layer.spatial(), made);
        } else {
            method.addStatement("return plain($S, $L)", name, made);
        }
        return LayerEmitter.parameters(method, layer, form).build();
    }

    private static CodeBlock arguments(LayerModel.Form form) {
        var names = new ArrayList<CodeBlock>();
        form.given().forEach(given -> names.add(CodeBlock.of("$N", given.param().javaName())));
        if (form.options()) {
            names.add(CodeBlock.of("options"));
        }
        return CodeBlock.join(names, ", ");
    }
}
