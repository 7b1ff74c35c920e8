package dev.tenon.codegen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.tenon.codegen");

    @Test
    void theGeneratorKnowsNoOtherModule() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "dev.tenon.codegen..", "org.snakeyaml.engine..", "com.palantir.javapoet..", "java..", "javax..", "org.jspecify..")
            .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.tenon.codegen.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
