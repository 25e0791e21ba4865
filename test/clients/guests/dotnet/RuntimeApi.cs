using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;

/// <summary>A runtime client as small as can be: it answers one invocation after the other by a function of texts.</summary>
public static class RuntimeApi
{
    static readonly HttpClient Http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
    static readonly string Root =
        "http://" + Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";

    public static void Serve(Func<string, IDictionary<string, string>, string> handle)
    {
        while (true)
        {
            var next = Http.GetAsync(Root + "invocation/next").Result.EnsureSuccessStatusCode();
            var headers = next.Headers.ToDictionary(
                header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
            var invocation = "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"];
            try
            {
                Post(invocation + "/response", handle(next.Content.ReadAsStringAsync().Result, headers));
            }
            catch (Exception error)
            {
                var type = error.GetType().FullName;
                Post(invocation + "/error", "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + error.Message + "\"}");
            }
        }
    }

    static void Post(string path, string json)
    {
        var content = new StringContent(json, Encoding.UTF8, "application/json");
        Http.PostAsync(Root + path, content).Result.EnsureSuccessStatusCode();
    }
}
