package dev.tenon.cpu.reduce;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Layout;
import org.jspecify.annotations.Nullable;

/** How a reduction walks its input: the dimensions that stay, in the order of the results, and those that are folded. */
final class Fold {
    private final Layout kept;
    private final Layout folded;
    private final long outputs;
    private final long count;

    Fold(UncheckedOperand input, boolean[] isFolded) {
        this(Layout.kept(input, isFolded), Layout.folded(input, isFolded));
    }

    /** Of several inputs over the sizes that they broadcast to; null stands for one that was not given. */
    Fold(long[] sizes, boolean[] isFolded, @Nullable UncheckedOperand... inputs) {
        this(Layout.kept(sizes, isFolded, inputs), Layout.folded(sizes, isFolded, inputs));
    }

    private Fold(Layout kept, Layout folded) {
        this.kept = kept;
        this.folded = folded;
        outputs = kept.numel();
        count = folded.numel();
    }

    /** Whether results that lie side by side come from elements that do, and folded elements do not. */
    boolean isByColumns() {
        return kept.innerStride(0) == 1 && folded.rank() > 0 && folded.innerStride(0) != 1;
    }

    /** How many results there are. */
    long outputs() {
        return outputs;
    }

    /** How many elements each result folds. */
    long count() {
        return count;
    }

    /** The innermost folded dimension, or 1. */
    long innerSize() {
        return folded.inner();
    }

    long innerStride() {
        return folded.rank() == 0 ? 1 : folded.innerStride(0);
    }

    /** The innermost kept dimension, or 1. */
    long columns() {
        return kept.inner();
    }

    boolean hasOneFoldedDim() {
        return folded.rank() == 1;
    }

    /** The offset of the first element of result {@code index}. */
    long offsetOfOutput(long index) {
        return kept.offset(0, kept.rank(), index);
    }

    /** The offset of folded element {@code index}, counted over all folded dimensions. */
    long offsetOfFolded(long index) {
        return folded.offset(0, folded.rank(), index);
    }

    /** The offset of row {@code index} of the folded dimensions but the innermost. */
    long offsetOfRow(long index) {
        return folded.offset(0, folded.rank() - 1, index);
    }

    // ---- several inputs ---------------------------------------------------------------------------------------------

    long innerStride(int input) {
        return folded.innerStride(input);
    }

    long columnStride(int input) {
        return kept.innerStride(input);
    }

    long offsetOfOutput(int input, long index) {
        return kept.offset(input, kept.rank(), index);
    }

    long offsetOfFolded(int input, long index) {
        return folded.offset(input, folded.rank(), index);
    }
}
