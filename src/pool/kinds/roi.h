#pragma once

#include <string>
#include <vector>

#include "pool/kinds/common.h"

namespace pool::kinds {

/// One region of interest in input coordinates, before spatial_scale.
struct Roi {
    std::int64_t item = 0;
    float x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

/// Reads rois=[[n, x1, y1, x2, y2], …]. Throws LayerError for other shapes and for items that do not exist.
std::vector<Roi> read_rois(const LayerKind& kind, const Params& params, const Shape& input);
/// output_size without None: a region has no size of its own to keep.
ParamSpec roi_size_spec();
ParamSpec rois_spec();
ParamSpec spatial_scale_spec();
/// Shape of the output: one item for each roi.
Shape roi_shape(const LayerKind& kind, const Params& params, const Shape& input);

}  // namespace pool::kinds
