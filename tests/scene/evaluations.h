#pragma once

#include <memory>
#include <random>
#include <string>

#include "document/document.h"
#include "pool/notation.h"
#include "scene/scene.h"
#include "work/evaluate.h"

// What the tests of the tower look at.

inline pool::Evaluation evaluate_on(pool::Tensor input, const std::string& stack,
                                    const pool::Upstream& upstream = {}) {
    return pool::evaluate(std::make_shared<const pool::Tensor>(std::move(input)), pool::parse_stack(stack),
                          upstream);
}

inline pool::Tensor random_input(pool::Shape shape, unsigned seed = 1) {
    std::mt19937 random(seed);
    pool::Tensor x(shape);
    for (float& v : x.data()) v = static_cast<float>(random() % 1000) / 1000;
    return x;
}

/// The first document's digit.
inline pool::Evaluation evaluate_digit(const std::string& stack) {
    document::Document document = document::first_document();
    document.stack = pool::parse_stack(stack);
    return work::evaluate(document);
}

inline float uniform(std::mt19937& random, float low, float high) {
    return std::uniform_real_distribution<float>(low, high)(random);
}

inline scene::Camera random_camera(std::mt19937& random, const scene::Layout& layout) {
    scene::Camera camera;
    camera.azimuth = uniform(random, -180, 180);
    camera.elevation = uniform(random, 5, 87);
    camera.orthographic = random() % 4 == 0;
    return scene::framed(layout, camera, 1.6F);
}
