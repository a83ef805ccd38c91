#pragma once

#include <memory>
#include <optional>

#include "document/document.h"
#include "measure/shifts.h"
#include "pool/evaluation.h"

namespace measure {

/// What measures are taken of: a document's lane A, evaluated, and what it is compared with, evaluated when
/// it is first asked for. The pair is lane B's input through lane A's stack; the other stack is lane B's
/// stack, on lane A's input.
class Subject {
 public:
    /// Throws pool::StackException where the document's stack does not fit.
    explicit Subject(document::Document document);
    Subject(document::Document document, std::shared_ptr<const pool::Evaluation> a);

    const document::Document& document() const { return document_; }
    const pool::Evaluation& a() const { return *a_; }
    /// These throw MeasureError where lane B does not differ so.
    const pool::Evaluation& pair();
    const pool::Evaluation& other();
    /// Lane B's input through lane B's stack.
    const pool::Evaluation& other_pair();

    /// Maps of any input through the stack of lane A, of lane B.
    Maps& maps() { return maps_; }
    Maps& other_maps();

    /// The plane that is shown.
    std::int64_t item = 0;
    std::int64_t channel = 0;

 private:
    const pool::Evaluation& evaluated(std::optional<pool::Evaluation>& kept, bool other_input,
                                      bool other_stack);

    document::Document document_;
    std::shared_ptr<const pool::Evaluation> a_;
    std::optional<pool::Evaluation> pair_, other_, other_pair_;
    Maps maps_;
    std::optional<Maps> other_maps_;
};

}  // namespace measure
