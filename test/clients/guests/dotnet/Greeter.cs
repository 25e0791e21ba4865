using System.Text.Json;

namespace Example
{
    /// <summary>A function as a class library: something else has to load it and call it.</summary>
    public class Greeter
    {
        public string Greet(string json)
        {
            var name = JsonDocument.Parse(json).RootElement.GetProperty("name").GetString();
            return JsonSerializer.Serialize("hello " + name + " from " + typeof(Greeter).Assembly.Location);
        }
    }
}
