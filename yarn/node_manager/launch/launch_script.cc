#include "yarn/node_manager/launch/launch_script.h"

#include <fmt/format.h>

namespace mammoth::yarn::node {

namespace {

void append_debug_information(std::string& script, const std::string& logs) {
  script += fmt::format(
      "echo \"Copying debugging information\"\n"
      "# Creating copy of launch script\n"
      "cp \"launch_container.sh\" \"{0}/launch_container.sh\"\n"
      "chmod 640 \"{0}/launch_container.sh\"\n"
      "# Determining directory contents\n"
      "echo \"ls -l:\" 1>\"{0}/directory.info\"\n"
      "ls -l 1>>\"{0}/directory.info\"\n"
      "echo \"find -L . -maxdepth 5 -ls:\" 1>>\"{0}/directory.info\"\n"
      "find -L . -maxdepth 5 -ls 1>>\"{0}/directory.info\"\n"
      "echo \"broken symlinks(find -L . -maxdepth 5 -type l -ls):\" 1>>\"{0}/directory.info\"\n"
      "find -L . -maxdepth 5 -type l -ls 1>>\"{0}/directory.info\"\n",
      logs);
}

Result<void> append_link(std::string& script, const LocalizedFile& file) {
  if (file.link.starts_with('/')) return Error{ErrorCode::kIo, "Destination must be relative"};
  const std::size_t slash = file.link.rfind('/');
  if (slash != std::string::npos)
    script += fmt::format("mkdir -p \"{}\"\n", file.link.substr(0, slash));
  script += fmt::format("ln -sf -- \"{}\" \"{}\"\n", file.path, file.link);
  return {};
}

}  // namespace

Result<std::string> launch_script(const Container& container, const Environment& environment,
                                  const std::string& command, const ScriptOptions& options) {
  const std::string& logs = options.log_directory;
  std::string script = fmt::format(
      "#!/bin/bash\n\nset -o pipefail -e\n"
      "export PRELAUNCH_OUT=\"{0}/prelaunch.out\"\nexec >\"${{PRELAUNCH_OUT}}\"\n"
      "export PRELAUNCH_ERR=\"{0}/prelaunch.err\"\nexec 2>\"${{PRELAUNCH_ERR}}\"\n"
      "echo \"Setting up env variables\"\n",
      logs);
  for (const auto& [name, value] : environment.inherited)
    script += fmt::format("export {0}=${{{0}:-\"{1}\"}}\n", name, value);
  for (const auto* variables : {&environment.own, &environment.users})
    for (const auto& [name, value] : *variables)
      script += fmt::format("export {}=\"{}\"\n", name, value);
  script += "echo \"Setting up job resources\"\n";
  for (const auto& file : container.localized.files) TRY(append_link(script, file));
  if (options.debug_information) append_debug_information(script, logs);
  script += "echo \"Launching container\"\n";
  script += fmt::format("exec /bin/bash -c \"{}\"\n", command);
  return script;
}

}  // namespace mammoth::yarn::node
