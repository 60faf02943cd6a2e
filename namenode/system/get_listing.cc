#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<std::optional<DirectoryPage>> Namesystem::get_listing(const Caller& caller,
                                                             const std::string& path,
                                                             const std::string& start_after,
                                                             bool with_locations_too) const {
  return read(
      caller, {.command = "listStatus", .source = path},
      [&](Operation& op) -> Result<std::optional<DirectoryPage>> {
        auto listing = TRY(tree_.get_listing(op.checker, {.path = path,
                                                          .start_after = start_after,
                                                          .limit = options_.listing_limit,
                                                          .with_locations = with_locations_too}));
        if (!listing) return std::nullopt;
        DirectoryPage page;
        page.remaining_entries = listing->remaining_entries;
        page.entries.reserve(listing->entries.size());
        for (InodeStatus& entry : listing->entries)
          page.entries.push_back(with_locations(std::move(entry), caller, with_locations_too));
        return page;
      });
}

}  // namespace mammoth::namenode
