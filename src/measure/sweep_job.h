#pragma once

#include <memory>
#include <optional>

#include "measure/sweep.h"
#include "words/message.h"
#include "work/aside.h"

namespace measure {

/// Makes curves aside. The newest request wins.
class SweepJob {
 public:
    void start(SweepRequest request, bool digits);
    void cancel() { aside_.cancel(); }
    bool busy() const { return aside_.busy(); }
    /// 0 to 1.
    float progress() const { return aside_.progress(); }
    /// The curves of the request, once they are there; `error`: why there are none.
    struct Result {
        std::optional<Curves> curves;
        words::Message error;
    };
    std::optional<Result> take();

 private:
    struct Made {
        Curves curves;
        std::unique_ptr<Sweeper> sweeper;
    };
    std::unique_ptr<Sweeper> idle_;  ///< buffers of a sweep that ended
    work::Aside<std::shared_ptr<Made>> aside_;
};

}  // namespace measure
