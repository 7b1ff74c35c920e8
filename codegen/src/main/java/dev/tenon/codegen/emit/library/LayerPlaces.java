package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.OpEntry;
import org.jspecify.annotations.Nullable;

/**
 * Where the layers of a library go.
 *
 * @param packages the package of the layers; {@code *} in it stands for the name of their spec file
 * @param factories the class of static methods that make them
 * @param declaring the class of methods that declare them, or null
 */
public record LayerPlaces(String packages, ClassName factories, @Nullable ClassName declaring) {
    /** Those of a library that says nothing: apart from its records, whose names they may have, and {@code MyLayers} beside {@code MyOps}. */
    public static LayerPlaces beside(ClassName api) {
        var name = api.simpleName();
        var stem = name.endsWith("Ops") ? name.substring(0, name.length() - "Ops".length()) : name;
        return new LayerPlaces(api.packageName() + ".nn", ClassName.get(api.packageName(), stem + "Layers"), null);
    }

    ClassName layer(OpEntry op, LayerSpec layer) {
        return ClassName.get(packages.replace("*", topic(op, layer)), layer.name());
    }

    /** What a layer is about: what it says, or the name of its spec file without folder and ending. */
    public static String topic(OpEntry op, LayerSpec layer) {
        if (layer.topic() != null) {
            return layer.topic();
        }
        var file = op.at().file().substring(op.at().file().lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return (dot < 0 ? file : file.substring(0, dot)).replaceAll("\\W", "_");
    }

    /** The class by which the registry finds them. */
    public ClassName provider() {
        return ClassName.get(factories.packageName(), factories.simpleName() + "ByName");
    }
}
