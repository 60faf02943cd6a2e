#include "yarn/resource_manager/scheduler/ideal_shares.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "yarn/resource_manager/scheduler/app.h"

namespace mammoth::yarn {

namespace {

using Dimension = std::int64_t Resource::*;

struct Share {
  Queue* queue = nullptr;
  double used = 0;
  double wanted = 0;  // used and pending together, within the maximum
  double guaranteed = 0;
  double ideal = 0;
};

class Shares {
 public:
  Shares(Dimension dimension, const PreemptionSettings& settings)
      : dimension_(dimension), settings_(settings) {}

  Share measure(Queue& queue) {
    Share share{&queue};
    share.guaranteed = static_cast<double>(queue.guaranteed.*dimension_);
    share.used = static_cast<double>(queue.used.*dimension_);
    if (queue.leaf) {
      share.wanted = share.used;
      for (const AppOrder& it : queue.leaf->demanding)
        share.wanted +=
            static_cast<double>(it.app->attempt->asks.outstanding_resource().*dimension_);
      share.wanted -= static_cast<double>(queue.reserved.*dimension_);  // reserved is pending too
    } else {
      for (const auto& child : queue.children) share.wanted += measure(*child).wanted;
    }
    share.wanted = std::min(share.wanted, static_cast<double>(queue.maximum.*dimension_));
    return share;
  }

  // First the guarantees, then what is left by guarantee among those who want more.
  void divide(Queue& parent, double available) {
    std::vector<Share> shares;
    for (const auto& child : parent.children) shares.push_back(measure(*child));
    for (Share& it : shares) {
      it.ideal = std::min(it.wanted, it.guaranteed);
      if (it.queue->settings.preemption_disabled)
        it.ideal = std::min(it.wanted, std::max(it.guaranteed, it.used));
      available -= it.ideal;
    }
    while (available >= 1) {
      double weights = 0;
      for (const Share& it : shares)
        if (it.wanted - it.ideal >= 1) weights += std::max(it.guaranteed, 1.0);
      if (weights == 0) break;
      double given = 0;
      for (Share& it : shares) {
        if (it.wanted - it.ideal < 1) continue;
        const double part =
            std::min(available * std::max(it.guaranteed, 1.0) / weights, it.wanted - it.ideal);
        it.ideal += part;
        given += part;
      }
      available -= given;
      if (given < 1) break;
    }
    for (const Share& it : shares) {
      if (it.queue->leaf)
        note(it);
      else
        divide(*it.queue, it.ideal);
    }
  }

  // Scaled down to what one round may take and to what is missing elsewhere.
  std::map<Queue*, double> result(double cluster) const {
    double sum = 0;
    for (const auto& [queue, excess] : excess_) sum += excess;
    std::map<Queue*, double> result;
    if (missing_ < 1 || sum < 1) return result;
    const double most = std::min({sum, missing_, cluster * settings_.per_round});
    for (const auto& [queue, excess] : excess_)
      result[queue] =
          std::max(1.0, std::round(excess * most / sum * settings_.natural_termination));
    return result;
  }

 private:
  void note(const Share& it) {
    missing_ += std::max(0.0, std::min(it.ideal, it.wanted) - it.used);
    const double tolerated = it.guaranteed * (1 + settings_.ignored_over_capacity);
    if (!it.queue->settings.preemption_disabled && it.used > tolerated && it.used - it.ideal >= 1)
      excess_[it.queue] = it.used - it.ideal;
  }

  Dimension dimension_;
  const PreemptionSettings& settings_;
  double missing_ = 0;
  std::map<Queue*, double> excess_;
};

}  // namespace

std::vector<std::pair<Queue*, Resource>> excess_of_leaves(const LimitContext& context, Queue& root,
                                                          const PreemptionSettings& settings) {
  std::map<Queue*, Resource> sums;
  const auto add = [&](Dimension dimension) {
    Shares shares(dimension, settings);
    const auto cluster = static_cast<double>(context.cluster.*dimension);
    shares.divide(root, cluster);
    for (const auto& [queue, excess] : shares.result(cluster))
      sums[queue].*dimension = static_cast<std::int64_t>(excess);
  };
  add(&Resource::memory_mb);
  if (context.calculator.counts_vcores()) add(&Resource::vcores);
  return {sums.begin(), sums.end()};
}

}  // namespace mammoth::yarn
