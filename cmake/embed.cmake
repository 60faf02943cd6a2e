# cmake -DFOLDER=… -DNAMES=a|b -DFUNCTION=mammoth::http::shared_pages -DHEADER=… -DOUTPUT=… -P embed.cmake
# Files as text in the program: writes the definition of a function that answers them.
string(REPLACE "|" ";" names "${NAMES}")
file(WRITE ${OUTPUT} "#include \"${HEADER}\"\n\nnamespace {\n\nconstexpr mammoth::http::Asset kAssets[] = {\n")
foreach(name ${names})
  file(READ ${FOLDER}/${name} content)
  file(APPEND ${OUTPUT} "    {\"${name}\", R\"<<<file(${content})<<<file\"},\n")
endforeach()
file(APPEND ${OUTPUT} "};\n\n}  // namespace\n\nstd::span<const mammoth::http::Asset> ${FUNCTION}() {\n  return kAssets;\n}\n")
