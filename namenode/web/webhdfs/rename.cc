#include <fmt/format.h>

#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

struct RenameOptions {
  bool any = false;
  bool overwrite = false;
  bool to_trash = false;
};

Result<RenameOptions> read_options(const webhdfs::Parameters& parameters) {
  RenameOptions options;
  std::string list = parameters.text("renameoptions").value_or("");
  while (!list.empty()) {
    const std::string word = list.substr(0, list.find(','));
    list.erase(0, word.size() + 1);
    std::string upper = word;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    options.any = true;
    if (upper == "OVERWRITE")
      options.overwrite = true;
    else if (upper == "TO_TRASH")
      options.to_trash = true;
    else if (upper != "NONE")
      return parameters.refusal(
          "renameoptions",
          fmt::format("No enum constant org.apache.hadoop.fs.Options.Rename.{}", upper));
  }
  return options;
}

}  // namespace

Result<void> rename(const WebOperation& call) {
  const auto absolute = TRY(call.parameters.absolute_path("destination"));
  const RenameOptions options = TRY(read_options(call.parameters));
  const std::string target =
      absolute ? *absolute : TRY(call.parameters.required_text("destination", call.name));
  if (!options.any) {
    call.answer_boolean(TRY(call.durable(call.system().rename(call.caller, call.path, target))));
    return {};
  }
  TRY(call.durable(call.system().rename2(call.caller, {.source = call.path,
                                                       .target = target,
                                                       .overwrite = options.overwrite,
                                                       .to_trash = options.to_trash})));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
