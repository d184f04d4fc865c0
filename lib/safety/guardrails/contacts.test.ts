import { describe, expect, test } from "vitest";
import { findContacts } from "./contacts.ts";

const found = (text: string) => findContacts(text).map(({ span }) => text.slice(span?.start, span?.end));

describe("numbers to call", () => {
  test.each([
    ["my office line is 212-555-0143 x 310", "212-555-0143 x 310"],
    ["text 6465550122 when you arrive", "6465550122"],
    ["07700 900123 is her mobile", "07700 900123"],
    ["(0044) 7700 900 321", "(0044) 7700 900 321"],
    ["tél. 06.12.34.56.78", "06.12.34.56.78"],
    ["Tel.: 030/901820", "030/901820"],
    ["móvil 612 345 678", "612 345 678"],
    ["me liga no 11 98765-4321", "11 98765-4321"],
    ["bel me op 06-12345678", "06-12345678"],
    ["zadzwoń 601 234 567", "601 234 567"],
    ["мой номер 8-916-123-45-67", "8-916-123-45-67"],
    ["תתקשר אליי 0501234567", "0501234567"],
    ["הנייד: 054-765-4321", "054-765-4321"],
    ["هاتف: ٠٥٠١٢٣٤٥٦٧", "٠٥٠١٢٣٤٥٦٧"],
    ["手机：13812345678", "13812345678"],
    ["携帯は090-1234-5678です", "090-1234-5678"],
    ["휴대폰 010-1234-5678", "010-1234-5678"],
    ["फ़ोन 98765 43210", "98765 43210"],
    ["wa.me/14155550188", "14155550188"],
  ])("%s", (text, value) => expect(found(text)).toEqual([value]));
});

describe("addresses of mail", () => {
  test.each([
    ["<joe@shop.example>", "joe@shop.example"],
    ["anna at riverhomes dot com", "anna at riverhomes dot com"],
    ["reach me: j.doe [at] firm [dot] co [dot] uk", "j.doe [at] firm [dot] co [dot] uk"],
    ["correo: ana arroba hotmail punto com", "ana arroba hotmail punto com"],
    ["info＠tokyo.example", "info＠tokyo.example"],
  ])("%s", (text, value) => expect(found(text)).toEqual([value]));
});

describe("where people live", () => {
  test.each([
    ["ship to 1250 W 5th St Apt 3C, Austin, TX 78703", "1250 W 5th St Apt 3C, Austin, TX 78703"],
    ["221B Baker Street, London NW1 6XE", "221B Baker Street, London NW1 6XE"],
    ["P.O. Box 4471, Boise, ID 83701", "P.O. Box 4471, Boise, ID 83701"],
    ["12, rue de la Paix, 75002 Paris", "12, rue de la Paix, 75002 Paris"],
    ["Hauptstraße 12, 10115 Berlin", "Hauptstraße 12, 10115 Berlin"],
    ["vivo en Avenida de América 22", "Avenida de América 22"],
    ["Rua Augusta, 1500, São Paulo", "Rua Augusta, 1500, São Paulo"],
    ["Via Roma 15, 20121 Milano", "Via Roma 15, 20121 Milano"],
    ["ul. Marszałkowska 10/12, 00-590 Warszawa", "ul. Marszałkowska 10/12, 00-590 Warszawa"],
    ["ул. Ленина, д. 5, кв. 12, Москва", "ул. Ленина, д. 5, кв. 12, Москва"],
    ["רחוב הרצל 12, תל אביב", "רחוב הרצל 12, תל אביב"],
    ["شارع الملك فهد 21، الرياض", "شارع الملك فهد 21، الرياض"],
    ["上海市浦东新区世纪大道100号", "上海市浦东新区世纪大道100号"],
    ["東京都渋谷区神南1-2-3", "東京都渋谷区神南1-2-3"],
    ["서울특별시 강남구 테헤란로 152", "서울특별시 강남구 테헤란로 152"],
    ["Keizersgracht 123, 1015 CJ Amsterdam", "Keizersgracht 123, 1015 CJ Amsterdam"],
  ])("%s", (text, value) => expect(found(text)).toEqual([value]));
});

test.each([
  "Order #100482913, номер заказа 4481920, protocollo 0048213/2026",
  "192.168.1.1, 2001:db8::1, IP address: 10.20.30.40, MAC address 3C:22:FB:48:21:90",
  "2026-11-21 14:30, 21.11.2026 14:30",
  "32.0853, 34.7818",
  "git@github.com:org/repo.git and user@localhost",
  "look at that dot on the map",
  "10 Place settings, 20 Drive letters, 3 Bedroom Court view",
  "Calle cortada hasta las 20, la avenida tiene 4 carriles",
  "via Zoom at 15, Via 2 agents we heard",
  "Sunset Boulevard is a film of 1950",
  "ברחוב שקט, 3 חדרים",
  "wallet address, email address is required, address line 2 (optional)",
])("nobody is reached by %s", (text) => expect(found(text)).toEqual([]));
