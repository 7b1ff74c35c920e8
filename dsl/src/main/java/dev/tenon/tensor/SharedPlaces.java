package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.TenonException;
import dev.tenon.ops.MaskedFill;
import dev.tenon.ops.MaskedFillTensor;
import dev.tenon.spi.Attributes;
import dev.tenon.tensor.index.Indexing;
import dev.tenon.tensor.index.Writes;
import dev.tenon.tensor.shape.Windows;
import dev.tenon.tensor.sort.Lookups;
import java.util.ArrayList;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes of one number, which may go to tensors whose elements share places in memory, as those of expanded ones do: whichever order the
 * elements are taken in, a place is written if any element that shows it is chosen.
 */
public final class SharedPlaces {
    private SharedPlaces() {}

    // ---- operators in place -----------------------------------------------------------------------------------------

    static Tensor maskedFill(Tensor input, Tensor mask, Number value) {
        var element = Attributes.element(value, input, "masked_fill_", "value");
        BinaryOperator<Tensor> filled = (self, chosen) -> Dispatch.inPlace(new MaskedFill(element), MaskedFillRule.INSTANCE, self, chosen);
        return isShared(input, mask) ? put("masked_fill_", input, mask, null, filled) : filled.apply(input, mask);
    }

    static Tensor maskedFill(Tensor input, Tensor mask, Tensor value) {
        BinaryOperator<Tensor> filled = (self, chosen) -> Dispatch.inPlace(MaskedFillTensor.INSTANCE, MaskedFillTensorRule.INSTANCE, self,
            chosen, value);
        return value != null && value.rank() == 0 && isShared(input, mask) ? put("masked_fill_", input, mask, value, filled)
            : filled.apply(input, mask);
    }

    static Tensor indexFill(Tensor input, long dim, Tensor index, Tensor value) {
        if (index == null || value == null || value.rank() != 0 || !isShared(input, index)) {
            return InPlace.replace("index_fill_", input, before -> Ops.indexFill(before, dim, index, value));
        }
        return maskedFill(input, Writes.chosen(input, dim, index), value);
    }

    static Tensor indexFill(Tensor input, long dim, Tensor index, Number value) {
        if (index == null || !isShared(input, index)) {
            return InPlace.replace("index_fill_", input, before -> Ops.indexFill(before, dim, index, value));
        }
        return maskedFill(input, Writes.chosen(input, dim, index), value);
    }

    static Tensor indexPut(Tensor input, Tensor values, boolean accumulate, Index... indices) {
        boolean one = values != null && (accumulate || values.numel() == 1);
        if (!one || !isShared(input, values) || input.dtype() != values.dtype()) {
            return InPlace.replace("index_put_", input, before -> Ops.indexPut(before, values, accumulate, indices));
        }
        return accumulate ? added(input, values, indices)
            : put("index_put_", input, Writes.indexPut(falses(input), truth(input), false, indices), values, with(values));
    }

    /** {@code x[...] = value} of one number at places that an index chooses. */
    public static Tensor set(Tensor self, Tensor value, Index... index) {
        return put("set", self, Writes.indexed(falses(self), truth(self), index), value, with(value));
    }

    static Tensor fill(String caller, Tensor self, Tensor value) {
        return put(caller, self, truth(self), null, with(value));
    }

    static boolean isShared(@Nullable Tensor target, @Nullable Tensor operand) {
        return target != null && operand != null && WriteTarget.isShared(target);
    }

    // ---- how --------------------------------------------------------------------------------------------------------

    private static BinaryOperator<Tensor> with(Tensor value) {
        var number = Ops.reshape(value.detach());
        return (self, chosen) -> Dispatch.inPlace(MaskedFillTensor.INSTANCE, null, self, chosen, number);
    }

    private static Tensor falses(Tensor like) {
        return Creation.zeros(DType.BOOL, like.device(), like.shape().toArray());
    }

    private static Tensor truth(Tensor like) {
        return Creation.full(new long[0], 1, DType.BOOL, like.device());
    }

    private static Tensor put(String caller, Tensor self, Tensor mask, @Nullable Tensor value, BinaryOperator<Tensor> filled) {
        require(caller, self, value);
        try (var off = GradMode.noGrad()) {
            var shape = Ops.expand(mask, self.shape().toArray());
            if (self.device().isMeta()) {
                return self;
            }
            var distinct = distinct(self);
            var chosen = chosen(self, mask.rank() == 0 ? mask : shape);
            if (WriteTarget.isShared(distinct)) {
                var hits = Ops.maskedSelect(places(distinct), Ops.expand(chosen, distinct.shape().toArray()));
                var memory = memory(distinct);
                var _ = filled.apply(memory, Ops.scatter(falses(memory), 0, hits, 1));
            } else {
                var _ = filled.apply(distinct, chosen);
            }
        } catch (TenonException e) {
            throw OperatorErrors.within(caller, e);
        }
        return self;
    }

    private static Tensor added(Tensor self, Tensor values, Index... indices) {
        require("index_put_", self, values);
        if (self.device().isMeta()) {
            return self;
        }
        try (var off = GradMode.noGrad()) {
            var places = Indexing.getitem(places(self), indices);
            var full = Ops.expand(values, places.shape().toArray());
            var memory = memory(self);
            InPlace.overwrite(memory, UncheckedOps.indexAccumulate(memory, 0, Ops.flatten(places), Ops.flatten(full)));
        } catch (TenonException e) {
            throw OperatorErrors.within("index_put_", e);
        }
        return self;
    }

    private static void require(String caller, Tensor self, @Nullable Tensor value) {
        self.requireAlive(caller);
        if (GradMode.isEnabled()) {
            WriteTarget.requireChangeable(caller, self, Dispatch.recording(self, value));
        }
    }

    /** The tensor with each expanded dimension once. */
    private static Tensor distinct(Tensor self) {
        var sizes = self.shape().toArray();
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = isExpanded(self, d) ? 1 : sizes[d];
        }
        return self.view(sizes, Windows.strides(self), 0);
    }

    private static boolean isExpanded(Tensor self, int d) {
        return self.size(d) > 1 && self.stride(d) == 0;
    }

    /** Where the mask holds in any of the places along the expanded dimensions. */
    private static Tensor chosen(Tensor self, Tensor mask) {
        if (mask.rank() == 0) {
            return mask;
        }
        var expanded = new ArrayList<Integer>();
        for (int d = 0; d < mask.rank(); d++) {
            if (isExpanded(self, d)) {
                expanded.add(d);
            }
        }
        return expanded.isEmpty() ? mask : Ops.any(mask, expanded.stream().mapToLong(Integer::longValue).toArray(), true);
    }

    /** The memory from the first element to the last. */
    private static Tensor memory(Tensor self) {
        return self.view(new long[] {reach(self)}, new long[] {1}, 0);
    }

    /** Every element's place in that memory. */
    private static Tensor places(Tensor self) {
        return Lookups.counting(reach(self), self).view(self.shape().toArray(), Windows.strides(self), 0);
    }

    private static long reach(Tensor self) {
        long reach = 1;
        for (int d = 0; d < self.rank(); d++) {
            reach += (self.size(d) - 1) * self.stride(d);
        }
        return reach;
    }
}
