package dev.tenon.cpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.tenon.cpu");

    @Test
    void kernelsSeeOnlyTheSpiTheOperatorsAndThePool() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "dev.tenon.cpu..", "dev.tenon.core", "dev.tenon.spi", "dev.tenon.ops", "dev.tenon.memory", "org.bytedeco..", "java..", "jdk..",
            "org.jspecify..")
            .check(CLASSES);
    }

    @Test
    void nothingHereKnowsASingleGeneratedKernel() {
        noClasses().that().resideOutsideOfPackage("dev.tenon.cpu.generated")
            .should().dependOnClassesThat().resideInAPackage("dev.tenon.cpu.generated")
            .check(CLASSES);
    }
}
