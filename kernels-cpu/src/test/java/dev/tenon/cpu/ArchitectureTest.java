package dev.tenon.cpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** What lies where the backend lies: the module's own classes, whatever the folder of the tests is called. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .importUrl(CpuBackend.class.getProtectionDomain().getCodeSource().getLocation());

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

    @Test
    void everyRoomKnowsOnlyThoseBelow() {
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("backend").definedBy("dev.tenon.cpu")
            .layer("generated").definedBy("dev.tenon.cpu.generated")
            .layer("kernels").definedBy("dev.tenon.cpu.kernels..")
            .layer("blas").definedBy("dev.tenon.cpu.blas")
            .layer("reduce").definedBy("dev.tenon.cpu.reduce")
            .layer("pointwise").definedBy("dev.tenon.cpu.pointwise")
            .layer("math").definedBy("dev.tenon.cpu.math")
            .layer("layout").definedBy("dev.tenon.cpu.layout")
            .layer("engine").definedBy("dev.tenon.cpu.engine")
            .whereLayer("backend").mayNotBeAccessedByAnyLayer()
            .whereLayer("generated").mayNotBeAccessedByAnyLayer()
            .whereLayer("kernels").mayOnlyBeAccessedByLayers("generated")
            .whereLayer("blas").mayOnlyBeAccessedByLayers("kernels", "backend")
            .whereLayer("reduce").mayOnlyBeAccessedByLayers("blas", "kernels", "generated")
            .whereLayer("pointwise").mayOnlyBeAccessedByLayers("reduce", "blas", "kernels", "generated")
            .whereLayer("math").mayOnlyBeAccessedByLayers("pointwise", "reduce", "blas", "kernels", "generated", "backend")
            .whereLayer("layout").mayOnlyBeAccessedByLayers("pointwise", "reduce", "blas", "kernels", "backend")
            .check(CLASSES);
    }

    @Test
    void topicsOfKernelsDoNotKnowEachOther() {
        slices().matching("dev.tenon.cpu.kernels.(*)").should().notDependOnEachOther().check(CLASSES);
    }
}
