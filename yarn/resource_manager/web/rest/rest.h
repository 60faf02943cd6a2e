// REST below /ws/v1/cluster: what there is to read, in JSON with Hadoop's names (Hadoop:
// RMWebServices and its dao classes). One resource a file. XML is neither written nor read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/http/json.h"
#include "common/http/message.h"
#include "yarn/resource_manager/web/web_parts.h"

namespace mammoth::yarn {

// Written as {"RemoteException":{…}}. Found by boost::system::result.
struct RestRefusal {
  unsigned status = 400;
  std::string java_class;  // with its package
  std::string message;
};
using RestResult = boost::system::result<std::string, RestRefusal>;

// A request that changes something.
struct RestChange {
  const WebParts& parts;
  const http::Request& request;
  Caller caller;
  std::vector<std::string> words;
  const std::string& body;
};

struct RestRequest {
  const Cluster& cluster;
  const http::Query& query;
  Caller caller;
  std::vector<std::string> words;  // of the path behind /ws/v1/cluster
};

class Rest {
 public:
  // `parts` must outlive this. Thread-safe.
  explicit Rest(const WebParts& parts) : parts_(parts) {}

  static bool serves(std::string_view path);
  // GET and HEAD; anything else is a change, and has a body.
  http::Response answer(const http::Request& request) const;
  http::Response change(const http::Request& request, const std::string& body) const;

 private:
  RestResult find(const RestRequest& request) const;
  std::string info() const;
  Caller caller_of(const http::Request& request) const;

  const WebParts& parts_;
};

// The resources.
RestResult rest_metrics(const RestRequest& request);
RestResult rest_nodes(const RestRequest& request);
RestResult rest_node(const RestRequest& request);
RestResult rest_apps(const RestRequest& request);
RestResult rest_app(const RestRequest& request);         // and its parts: state, queue, priority, …
RestResult rest_containers(const RestRequest& request);  // of one attempt
RestResult rest_app_statistics(const RestRequest& request);
RestResult rest_scheduler(const RestRequest& request);

http::Response rest_change(const RestChange& change);

// Pieces of several resources.
http::Response rest_response(unsigned status, std::string json);
http::Response rest_response(const RestRefusal& refusal);
RestRefusal bad_request(std::string message);
RestRefusal not_found(std::string message);
// The application of words[1], if the caller may see it.
boost::system::result<const Application*, RestRefusal> application_of(const RestRequest& request);
void write_resource(http::JsonWriter& json, std::string_view name, const Resource& resource);
// The same where the most and the least of one container stand with it.
struct ResourceBounds {
  Resource least{};
  Resource most{INT64_MAX, INT64_MAX};
};
void write_resource(http::JsonWriter& json, std::string_view name, const Resource& resource,
                    const ResourceBounds& bounds);
http::Decimal shown(float number);  // with the digits that Java shows

}  // namespace mammoth::yarn
